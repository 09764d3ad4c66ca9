package io.muster.keyspace.server.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.muster.keyspace.Action;
import io.muster.keyspace.store.Counts;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What is asked of the store, under the names of etcd 2.3 (`etcd_store_`) and of 3.x (`etcd_debugging_store_`);
/// everything is looked up when it is asked for.
final class StoreMeters implements MeterBinder {
    private static final List<String> PREFIXES = List.of("etcd_store_", "etcd_debugging_store_");
    private static final List<Action> WRITES = List.of(
            Action.SET,
            Action.CREATE,
            Action.UPDATE,
            Action.DELETE,
            Action.COMPARE_AND_SWAP,
            Action.COMPARE_AND_DELETE);

    private final Supplier<Counts> counts;

    StoreMeters(Supplier<Counts> counts) {
        this.counts = counts;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        PREFIXES.forEach(prefix -> bindTo(meters, prefix));
    }

    private void bindTo(MeterRegistry meters, String prefix) {
        String reads = "Reads served here, by whether they are recursive.";
        String readsFailed = "Reads served here that were refused.";
        Tags get = Tags.of("action", "get");
        Tags recursive = Tags.of("action", "getRecursive");
        counter(
                meters,
                prefix + "reads",
                reads,
                get,
                c -> of(c.succeeded(), Action.GET)
                        + of(c.failed(), Action.GET)
                        - c.recursiveReads()
                        - c.recursiveReadsFailed());
        counter(meters, prefix + "reads", reads, recursive, c -> c.recursiveReads() + c.recursiveReadsFailed());
        counter(
                meters,
                prefix + "reads_failed",
                readsFailed,
                get,
                c -> of(c.failed(), Action.GET) - c.recursiveReadsFailed());
        counter(meters, prefix + "reads_failed", readsFailed, recursive, Counts::recursiveReadsFailed);
        for (Action write : WRITES) {
            Tags action = Tags.of("action", write.word());
            counter(
                    meters,
                    prefix + "writes",
                    "Writes applied here, refused ones among them.",
                    action,
                    c -> of(c.succeeded(), write) + of(c.failed(), write));
            counter(
                    meters,
                    prefix + "writes_failed",
                    "Writes applied here that were refused.",
                    action,
                    c -> of(c.failed(), write));
        }
        counter(meters, prefix + "expires", "Nodes that expired.", Tags.empty(), c -> of(c.succeeded(), Action.EXPIRE));
        counter(meters, prefix + "watch_requests", "Watches asked for.", Tags.empty(), Counts::watchRequests);
        Gauge.builder(prefix + "watchers", () -> counts.get().watches())
                .description("Watches that wait.")
                .strongReference(true)
                .register(meters);
    }

    private void counter(MeterRegistry meters, String name, String help, Tags tags, ToDoubleFunction<Counts> value) {
        FunctionCounter.builder(name, counts, supplier -> value.applyAsDouble(supplier.get()))
                .description(help)
                .tags(tags)
                .register(meters);
    }

    private static double of(Map<Action, Long> counts, Action action) {
        return counts.getOrDefault(action, 0L);
    }
}
