package io.muster.keyspace.server.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.muster.keyspace.server.Durations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A disk that measures how long it takes to make the log and snapshots durable, under etcd's names.
public final class MeteredDisk implements Disk {
    private static final Duration FIRST_BUCKET = Duration.ofMillis(1);
    private static final int BUCKETS = 14;
    private static final String SNAPSHOT = ".snap";

    private final Disk disk;
    private final Timer logForce;
    private final Timer snapshotForce;
    private final Timer snapshotSave;
    private volatile long snapshotBegunNanos;

    public MeteredDisk(Disk disk, MeterRegistry meters) {
        this.disk = disk;
        this.logForce = timer("etcd_disk_wal_fsync_duration", "How long an fsync of the log took.", meters);
        this.snapshotForce = timer("etcd_snap_fsync_duration", "How long an fsync of a snapshot took.", meters);
        this.snapshotSave = timer(
                "etcd_debugging_snap_save_total_duration",
                "How long it took to write a snapshot until it was durable under its name.",
                meters);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public long usableSpace(Path directory) throws IOException {
        return disk.usableSpace(directory);
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return metered(file, disk.open(file));
    }

    @Override
    public OpenFile create(Path file, long size) throws IOException {
        if (isSnapshot(file)) {
            snapshotBegunNanos = System.nanoTime();
        }
        return metered(file, disk.create(file, size));
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
        if (to.getFileName().toString().endsWith(SNAPSHOT)) {
            snapshotSave.record(System.nanoTime() - snapshotBegunNanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        disk.forceDirectory(directory);
    }

    private OpenFile metered(Path file, OpenFile opened) {
        return new MeteredFile(opened, isSnapshot(file) ? snapshotForce : logForce);
    }

    private static boolean isSnapshot(Path file) {
        return file.getFileName().toString().contains(SNAPSHOT);
    }

    private static Timer timer(String name, String help, MeterRegistry meters) {
        return Durations.histogram(name, help, FIRST_BUCKET, BUCKETS).register(meters);
    }

    private record MeteredFile(OpenFile file, Timer timer) implements OpenFile {
        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            file.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            file.write(from, position);
        }

        @Override
        public void clearFrom(long position) throws IOException {
            file.clearFrom(position);
        }

        @Override
        public void force() throws IOException {
            long begun = System.nanoTime();
            file.force();
            timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
