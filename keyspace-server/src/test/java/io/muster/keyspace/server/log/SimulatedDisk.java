package io.muster.keyspace.server.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// A disk that can lose, at a crash, whatever was not forced: any of the sectors written, and any of the changes of
/// names.
public final class SimulatedDisk implements Disk {
    private static final int SECTOR = 512;

    private final Map<Path, Blocks> names = new TreeMap<>();
    private final List<Runnable> unforcedNames = new ArrayList<>();
    private final Map<Path, Blocks> durableNames = new TreeMap<>();
    private final AtomicInteger forcesLeft = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean outage;

    /// Loses power right before something is forced for the n-th time from now.
    public void losePowerAtForce(int nth) {
        forcesLeft.set(nth);
    }

    /// Loses power now: nothing can be changed any more.
    public void losePower() {
        losePowerAtForce(0);
        outage = true;
    }

    /// Goes down and comes up again with what it may have kept.
    public synchronized void crash(RandomGenerator random) {
        forcesLeft.set(Integer.MAX_VALUE);
        outage = false;
        // Some file systems keep changes of names in their order, some do not.
        if (random.nextBoolean()) {
            int kept = random.nextInt(unforcedNames.size() + 1);
            unforcedNames.subList(0, kept).forEach(Runnable::run);
        } else {
            unforcedNames.stream().filter(_ -> random.nextBoolean()).forEach(Runnable::run);
        }
        unforcedNames.clear();
        names.clear();
        names.putAll(durableNames);
        names.values().forEach(blocks -> blocks.crash(random));
    }

    @Override
    public synchronized List<String> list(Path directory) {
        return names.keySet().stream()
                .filter(file -> directory.equals(file.getParent()))
                .map(file -> file.getFileName().toString())
                .toList();
    }

    @Override
    public long usableSpace(Path directory) {
        return Long.MAX_VALUE;
    }

    @Override
    public synchronized OpenFile open(Path file) throws IOException {
        Blocks blocks = names.get(file);
        if (blocks == null) {
            throw new IOException(file + " does not exist");
        }
        return blocks;
    }

    @Override
    public synchronized OpenFile create(Path file, long size) throws IOException {
        checkPower();
        Blocks made = new Blocks((int) size);
        names.put(file, made);
        unforcedNames.add(() -> durableNames.put(file, made));
        return made;
    }

    @Override
    public synchronized void rename(Path from, Path to) throws IOException {
        checkPower();
        Blocks moved = names.remove(from);
        names.put(to, moved);
        unforcedNames.add(() -> {
            durableNames.remove(from);
            durableNames.put(to, moved);
        });
    }

    @Override
    public synchronized void delete(Path file) throws IOException {
        checkPower();
        names.remove(file);
        unforcedNames.add(() -> durableNames.remove(file));
    }

    @Override
    public synchronized void forceDirectory(Path directory) throws IOException {
        countForce();
        unforcedNames.forEach(Runnable::run);
        unforcedNames.clear();
    }

    private void countForce() throws IOException {
        if (forcesLeft.decrementAndGet() < 0) {
            outage = true;
        }
        checkPower();
    }

    private void checkPower() throws IOException {
        if (outage) {
            throw new IOException("power failure");
        }
    }

    private final class Blocks implements OpenFile {
        private byte[] bytes;
        private byte[] durable;

        Blocks(int size) {
            bytes = new byte[size];
            durable = new byte[size];
        }

        synchronized void crash(RandomGenerator random) {
            byte[] left = Arrays.copyOf(durable, bytes.length);
            for (int start = 0; start < bytes.length; start += SECTOR) {
                if (random.nextBoolean()) {
                    System.arraycopy(bytes, start, left, start, Math.min(SECTOR, bytes.length - start));
                }
            }
            bytes = left;
            durable = left.clone();
        }

        @Override
        public synchronized long size() {
            return bytes.length;
        }

        @Override
        public synchronized void read(ByteBuffer into, long position) {
            into.put(bytes, (int) position, into.remaining());
        }

        @Override
        public synchronized void write(ByteBuffer from, long position) throws IOException {
            checkPower();
            int end = (int) position + from.remaining();
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, end);
            }
            from.get(bytes, (int) position, from.remaining());
        }

        @Override
        public synchronized void clearFrom(long position) throws IOException {
            checkPower();
            Arrays.fill(bytes, (int) position, bytes.length, (byte) 0);
        }

        @Override
        public synchronized void force() throws IOException {
            countForce();
            durable = bytes.clone();
        }

        @Override
        public void close() {}
    }
}
