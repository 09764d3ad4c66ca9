package io.muster.keyspace.server;

import io.muster.keyspace.server.log.Disk;
import io.muster.keyspace.server.log.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// This machine's disk with faults that a test switches on and off.
public record FaultyDisk(Disk real, Faults faults) implements Disk {
    public FaultyDisk(Faults faults) {
        this(new FileDisk(), faults);
    }

    /// What is wrong with a disk. For any thread.
    public static final class Faults {
        /// Nothing can be forced any more.
        public volatile boolean broken;

        /// How long it takes to force something to the log.
        public volatile Duration forceTime = Duration.ZERO;

        /// Holds back those who force something to the log until it is counted down.
        public volatile CountDownLatch hung = new CountDownLatch(0);

        /// Holds back those who force a snapshot until it is counted down.
        public volatile CountDownLatch snapshotsHung = new CountDownLatch(0);

        /// How many bytes can still be allocated.
        public final AtomicLong space = new AtomicLong(Long.MAX_VALUE);

        void allocate(Path path, long bytes) throws IOException {
            if (space.addAndGet(-bytes) < 0) {
                space.addAndGet(bytes);
                throw new IOException(path + ": nothing goes in here any more");
            }
        }

        void force(Path path) throws IOException {
            if (broken) {
                throw new IOException(path + ": Input/output error");
            }
            if (path.toString().endsWith(".snap.tmp")) {
                pass(snapshotsHung);
            }
            if (path.toString().endsWith(".log")) {
                pass(hung);
                long end = System.nanoTime() + forceTime.toNanos();
                for (long left = forceTime.toNanos(); left > 0; left = end - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
            }
        }

        private static void pass(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return real.list(directory);
    }

    @Override
    public long usableSpace(Path directory) throws IOException {
        return Math.min(faults.space.get(), real.usableSpace(directory));
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return new Faulty(file, real.open(file), faults);
    }

    @Override
    public OpenFile create(Path file, long size) throws IOException {
        faults.allocate(file, size);
        return new Faulty(file, real.create(file, size), faults);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        real.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        real.delete(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        real.forceDirectory(directory);
    }

    private record Faulty(Path path, OpenFile real, Faults faults) implements OpenFile {
        @Override
        public long size() throws IOException {
            return real.size();
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            real.read(into, position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            faults.allocate(path, Math.max(0, position + from.remaining() - real.size()));
            real.write(from, position);
        }

        @Override
        public void clearFrom(long position) throws IOException {
            real.clearFrom(position);
        }

        @Override
        public void force() throws IOException {
            faults.force(path);
            real.force();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
