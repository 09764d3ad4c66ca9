package io.muster.keyspace.server.log;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/// The file system of this machine. Every fault names the file.
public final class FileDisk implements Disk {
    private static final int ZEROS = 1 << 18;

    @Override
    public List<String> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public long usableSpace(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return new ChannelFile(file, FileChannel.open(file, READ, WRITE));
    }

    @Override
    public OpenFile create(Path file, long size) throws IOException {
        ChannelFile made = new ChannelFile(file, FileChannel.open(file, CREATE, TRUNCATE_EXISTING, READ, WRITE));
        try {
            made.fill(0, size);
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.delete(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    private static final class ChannelFile implements OpenFile {
        private final Path file;
        private final FileChannel channel;

        ChannelFile(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void read(ByteBuffer into, long position) throws IOException {
            long at = position;
            while (into.hasRemaining()) {
                int count = channel.read(into, at);
                if (count < 0) {
                    throw new EOFException(file + " ends at " + at);
                }
                at += count;
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            long at = position;
            try {
                while (from.hasRemaining()) {
                    at += channel.write(from, at);
                }
            } catch (IOException e) {
                throw named(e);
            }
        }

        @Override
        public void clearFrom(long position) throws IOException {
            long size = channel.size();
            try {
                channel.truncate(position);
            } catch (IOException e) {
                throw named(e);
            }
            fill(position, size);
        }

        @Override
        public void force() throws IOException {
            try {
                channel.force(false);
            } catch (IOException e) {
                throw named(e);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        // Blocks are allocated by writing zeros: a sparse file would pay for them with each later fsync, and could
        // run out of space when it must not.
        void fill(long from, long to) throws IOException {
            ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, Math.max(1, to - from)));
            for (long at = from; at < to; at += zeros.capacity()) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
                write(zeros, at);
            }
        }

        private IOException named(IOException e) {
            return e instanceof FileSystemException ? e : new IOException(file + ": " + e.getMessage(), e);
        }
    }
}
