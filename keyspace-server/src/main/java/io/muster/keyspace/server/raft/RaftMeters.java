package io.muster.keyspace.server.raft;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.muster.keyspace.server.ProductVersion;
import io.muster.keyspace.server.Role;
import java.util.function.DoubleSupplier;

/// How the group goes, under the names of `etcd_server_*`; everything is looked up when it is asked for.
final class RaftMeters implements MeterBinder {
    private final long self;
    private final RaftEngine engine;
    private final ReplicatedKeyspace keyspace;

    RaftMeters(long self, RaftEngine engine, ReplicatedKeyspace keyspace) {
        this.self = self;
        this.engine = engine;
        this.keyspace = keyspace;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        labelled("etcd_server_id", "The member's id.", "server_id", Long.toHexString(self), meters);
        labelled(
                "etcd_server_version",
                "The version of etcd that is spoken.",
                "server_version",
                ProductVersion.ETCD_SERVER,
                meters);
        labelled(
                "etcd_cluster_version",
                "The version of etcd that the cluster speaks.",
                "cluster_version",
                ProductVersion.ETCD_CLUSTER,
                meters);
        gauge("has_leader", "1 while a leader is known.", () -> engine.status().leaderId() == 0 ? 0 : 1, meters);
        gauge("is_leader", "1 while this member leads.", () -> engine.status().role() == Role.LEADER ? 1 : 0, meters);
        gauge("proposals_pending", "Writes asked for here and not yet applied.", keyspace::pendingWrites, meters);
        counter("leader_changes_seen", "How often another leader was seen.", keyspace::leaderChanges, meters);
        counter(
                "proposals_committed",
                "The Raft index agreed on, as far as it is known here.",
                engine::committed,
                meters);
        counter(
                "proposals_applied",
                "The Raft index applied here.",
                () -> engine.status().index(),
                meters);
        counter(
                "proposals_failed",
                "Writes asked for here that got no outcome in time.",
                keyspace::failedWrites,
                meters);
        counter(
                "read_indexes_failed",
                "Linearizable reads asked for here that got no answer in time.",
                keyspace::failedReads,
                meters);
    }

    private static void gauge(String name, String help, DoubleSupplier value, MeterRegistry meters) {
        Gauge.builder("etcd_server_" + name, value::getAsDouble)
                .description(help)
                .strongReference(true)
                .register(meters);
    }

    // The registry holds the object weakly, but the function for good.
    private void counter(String name, String help, DoubleSupplier value, MeterRegistry meters) {
        FunctionCounter.builder("etcd_server_" + name, engine, _ -> value.getAsDouble())
                .description(help)
                .register(meters);
    }

    private static void labelled(String name, String help, String label, String text, MeterRegistry meters) {
        Gauge.builder(name, () -> 1)
                .description(help)
                .tag(label, text)
                .strongReference(true)
                .register(meters);
    }
}
