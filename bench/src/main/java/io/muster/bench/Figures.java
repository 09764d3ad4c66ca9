package io.muster.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// The figures of one cell of the table: several runs of the same load on the same peer.
public final class Figures {
    private final List<Wrk.Figure> runs = new ArrayList<>();

    public void add(Wrk.Figure figure) {
        runs.add(figure);
    }

    public double medianPerSecond() {
        return median(runs.stream().map(Wrk.Figure::perSecond).sorted().toList());
    }

    Duration medianP99() {
        return median(runs.stream().map(Wrk.Figure::p99).sorted().toList());
    }

    private static <T> T median(List<T> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    /// Median, spread and tail, for instance `12345/s (12001–12800, p99 3.1 ms)`.
    @Override
    public String toString() {
        List<Double> rates = runs.stream().map(Wrk.Figure::perSecond).toList();
        return String.format(
                Locale.ROOT,
                "%6.0f/s (%.0f–%.0f, p99 %.1f ms)",
                medianPerSecond(),
                Collections.min(rates),
                Collections.max(rates),
                medianP99().toNanos() / 1e6);
    }
}
