package io.muster.bench.chaos;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// What must not be and is. Any thread may add to it; the first of them are kept, all are counted.
final class Violations {
    private static final int KEPT = 20;

    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();

    void add(String text) {
        if (count.incrementAndGet() <= KEPT) {
            texts.add(text);
        }
    }

    int count() {
        return count.get();
    }

    List<String> texts() {
        return texts;
    }
}
