package io.muster.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// Everything the clients did. Any thread may add to it; it is read when they have ended.
final class History {
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final LongAdder unknown = new LongAdder();

    void add(Operation operation) {
        if (operation.isOpen()) {
            unknown.increment();
        }
        operations.add(operation);
    }

    long size() {
        return operations.size();
    }

    /// How many were never answered.
    long unknown() {
        return unknown.sum();
    }

    /// The operations whose answers came.
    List<Operation> acknowledged() {
        return operations.stream().filter(operation -> !operation.isOpen()).toList();
    }

    /// The operations of each key.
    Map<String, List<Operation>> byKey() {
        Map<String, List<Operation>> byKey = new TreeMap<>();
        operations.forEach(operation ->
                byKey.computeIfAbsent(operation.key(), _ -> new ArrayList<>()).add(operation));
        return byKey;
    }
}
