package io.muster.keyspace.server.http;

import io.muster.keyspace.Action;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.store.Counts;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.DoubleSupplier;

/// What monitoring reads of a member, under etcd's names; everything is looked up when it is asked for. May be used
/// from any thread. Source: `metrics.md` of etcd 2.3, and for the leader that of 3.4.
final class Metrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final List<Action> WRITES = List.of(
            Action.SET,
            Action.CREATE,
            Action.UPDATE,
            Action.DELETE,
            Action.COMPARE_AND_SWAP,
            Action.COMPARE_AND_DELETE);

    private final ServedMember member;
    private final PrometheusRegistry registry = new PrometheusRegistry();

    Metrics(ServedMember member) {
        this.member = member;
        counter("etcd_store_reads_total", "Reads served here, recursive ones among them.", List.of(Action.GET));
        counter("etcd_store_writes_total", "Writes applied here, refused ones among them.", WRITES);
        CounterWithCallback.builder()
                .name("etcd_store_expires_total")
                .help("Nodes that expired.")
                .callback(counter -> counter.call(asked(Action.EXPIRE)))
                .register(registry);
        gauge("etcd_store_watchers", "Watches that wait.", () -> member.counts().watches());
        gauge(
                "etcd_server_has_leader",
                "Whether this member knows a leader.",
                () -> member.status().leaderId() == 0 ? 0 : 1);
        gauge(
                "etcd_server_is_leader",
                "Whether this member leads.",
                () -> member.status().role() == Role.LEADER ? 1 : 0);
        JvmMetrics.builder().register(registry);
    }

    /// Everything as text.
    byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return text.toByteArray();
    }

    private void counter(String name, String help, List<Action> actions) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("action")
                .callback(counter -> actions.forEach(action -> counter.call(asked(action), action.word())))
                .register(registry);
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(value.getAsDouble()))
                .register(registry);
    }

    private double asked(Action action) {
        Counts counts = member.counts();
        return (double)
                (counts.succeeded().getOrDefault(action, 0L) + counts.failed().getOrDefault(action, 0L));
    }
}
