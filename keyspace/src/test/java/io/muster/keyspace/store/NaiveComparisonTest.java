package io.muster.keyspace.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The store against the naive model, on entries and watches at random. `-Dseed=N` replays one run.
class NaiveComparisonTest {
    private static final int RUNS = 400;
    private static final int ENTRIES = 80;
    private static final int HISTORY_SIZE = 10;

    @Test
    void storeDoesWhatTheNaiveModelDoes() {
        Long replayed = Long.getLong("seed");
        if (replayed != null) {
            compare(replayed);
            return;
        }
        long first = new Random().nextLong();
        for (long seed = first; seed < first + RUNS; seed++) {
            compare(seed);
        }
    }

    private static void compare(long seed) {
        try {
            new Run(seed).compare();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("replay with -Dseed=" + seed, e);
        }
    }

    /// One store, one model, and the same watches on both.
    private static final class Run {
        private final Random random;
        private final RandomCommands commands;
        private final Store store = new Store(HISTORY_SIZE);
        private final NaiveKeyspace naive = new NaiveKeyspace();
        private final List<NaiveKeyspace.Happening> past = new ArrayList<>();
        private final Map<NaiveWatch, List<String>> watches = new LinkedHashMap<>();

        Run(long seed) {
            random = new Random(seed);
            commands = new RandomCommands(random);
        }

        void compare() {
            for (int i = 0; i < ENTRIES; i++) {
                if (random.nextInt(4) == 0) {
                    watch(commands.follow(store.index()));
                }
                Entry entry = commands.entry(store.index());
                assertEquals(naive.apply(entry), store.apply(entry), entry::toString);
                assertEquals(naive.index(), store.index());
                assertEquals(naive.nextExpiry(), store.nextExpiry());
                var read = new Read(Key.ROOT, true, true, Read.Consistency.LOCAL);
                assertEquals(naive.getAll(entry.time()), store.get(read, entry.time()), entry::toString);
                for (var happening : naive.takeHappenings()) {
                    past.add(happening);
                    watches.keySet().forEach(watch -> watch.offer(happening));
                }
                watches.forEach((expected, heard) -> assertEquals(expected.heard(), heard, entry::toString));
            }
        }

        private void watch(Follow follow) {
            long oldest = Math.max(1, naive.index() - HISTORY_SIZE + 1);
            List<String> heard = new ArrayList<>();
            Watch watch = store.watch(follow, new Watch.Listener() {
                @Override
                public void onEvent(Event event) {
                    heard.add(event.toString());
                }

                @Override
                public void onClosed(String reason) {
                    heard.add(reason);
                }
            });
            switch (watch) {
                case Watch.Refused refused -> {
                    assertEquals(true, follow.sinceIndex() != 0 && follow.sinceIndex() < oldest, follow::toString);
                    assertEquals(
                            "the requested history has been cleared [%d/%d]".formatted(oldest, follow.sinceIndex()),
                            refused.failure().cause());
                }
                case Watch.Begun begun -> {
                    assertEquals(naive.index(), begun.startIndex());
                    assertEquals(true, follow.sinceIndex() == 0 || follow.sinceIndex() >= oldest, follow::toString);
                    watches.put(new NaiveWatch(follow, past), heard);
                }
            }
        }
    }
}
