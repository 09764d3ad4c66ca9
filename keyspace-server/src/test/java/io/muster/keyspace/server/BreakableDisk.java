package io.muster.keyspace.server;

import io.muster.keyspace.server.log.Disk;
import io.muster.keyspace.server.log.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/// This machine's disk, on which nothing can be forced any more once it is broken.
record BreakableDisk(Disk real, BooleanSupplier broken) implements Disk {
    BreakableDisk(BooleanSupplier broken) {
        this(new FileDisk(), broken);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return real.list(directory);
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return new Breakable(file, real.open(file), broken);
    }

    @Override
    public OpenFile create(Path file, long size) throws IOException {
        return new Breakable(file, real.create(file, size), broken);
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

    private record Breakable(Path path, OpenFile real, BooleanSupplier broken) implements OpenFile {
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
            real.write(from, position);
        }

        @Override
        public void clearFrom(long position) throws IOException {
            real.clearFrom(position);
        }

        @Override
        public void force() throws IOException {
            if (broken.getAsBoolean()) {
                throw new IOException(path + ": Input/output error");
            }
            real.force();
        }

        @Override
        public void close() throws IOException {
            real.close();
        }
    }
}
