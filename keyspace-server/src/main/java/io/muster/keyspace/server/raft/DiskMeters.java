package io.muster.keyspace.server.raft;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.muster.keyspace.server.DiskReport;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What the disk does to a member; everything is looked up when it is asked for.
final class DiskMeters implements MeterBinder {
    private final Supplier<DiskReport> disk;

    DiskMeters(Supplier<DiskReport> disk) {
        this.disk = disk;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        gauge(
                "muster_disk_wait_seconds",
                "How long the log waits for the disk, or did in the last ten seconds, if that is above a second.",
                report -> report.slow().toMillis() / 1e3,
                meters);
        gauge("muster_disk_free_bytes", "Space left for the log and the snapshots.", DiskReport::freeBytes, meters);
        gauge(
                "muster_writes_refused",
                "1 while writes are refused for want of space.",
                report -> report.refusal() == null ? 0 : 1,
                meters);
    }

    private void gauge(String name, String help, ToDoubleFunction<DiskReport> value, MeterRegistry meters) {
        Gauge.builder(name, () -> value.applyAsDouble(disk.get()))
                .description(help)
                .strongReference(true)
                .register(meters);
    }
}
