package io.muster.bench.watch;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Prints what was measured, a row for each figure; the ratio says how many times less ours is than the other.
final class WatchTable {
    private final PrintStream out;

    WatchTable(PrintStream out) {
        this.out = out;
    }

    void print(Kind kind, int count, Map<String, Measured> measured) {
        out.printf(Locale.ROOT, "%n%-36s", String.format(Locale.ROOT, "%,d %ss", count, kind.word()));
        measured.keySet().forEach(peer -> out.printf("%14s", peer));
        out.println(measured.size() == 2 ? "   ratio" : "");
        row("registered after, ms", measured, m -> millis(m.opened()));
        row("resident memory per watch, KB", measured, m -> m.residentPerWatch() / 1024);
        row("live heap per watch, KB", measured, m -> m.heapPerWatch().orElse(Double.NaN) / 1024);
        row("write to last told, median ms", measured, m -> millis(m.medianWake()));
        row("write to last told, fastest ms", measured, m -> millis(m.wakes().getFirst()));
        row("write to last told, slowest ms", measured, m -> millis(m.wakes().getLast()));
        row("processor per round, ms", measured, Measured::processorMillis);
        row("unrelated write, median ms", measured, m -> millis(m.medianWrite()));
        row("unrelated write, p99 ms", measured, m -> millis(m.worstWrites()));
        row("all released after, ms", measured, m -> millis(m.released()));
    }

    private void row(String name, Map<String, Measured> measured, ToDoubleFunction<Measured> figure) {
        List<Double> figures =
                measured.values().stream().map(figure::applyAsDouble).toList();
        Function<Double, String> shown =
                value -> value.isNaN() ? "-" : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-34s", name));
        figures.forEach(value -> line.append(String.format(Locale.ROOT, "%14s", shown.apply(value))));
        if (figures.size() == 2 && !figures.getLast().isNaN()) {
            line.append(String.format(Locale.ROOT, "%8.2f", figures.getLast() / figures.getFirst()));
        }
        out.println(line);
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
