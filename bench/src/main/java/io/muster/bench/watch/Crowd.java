package io.muster.bench.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Many watches on one key, held by one thread. Nothing is measured but what the last of them hears.
final class Crowd implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int DIALLED_TOGETHER = 200;

    private final InetSocketAddress server;
    private final Selector selector;
    private final List<Watcher> watchers = new ArrayList<>();
    private List<String> paths = List.of();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);

    Crowd(InetSocketAddress server) throws IOException {
        this.server = server;
        this.selector = Selector.open();
    }

    /// Makes the watches that are opened from now on follow other keys, one after the other and round again.
    ///
    /// @param others each with its query
    void follow(List<String> others) {
        paths = List.copyOf(others);
    }

    /// Opens watches and returns when the server has sent the head of every answer.
    void open(Kind kind, int count) throws IOException {
        for (int opened = 0; opened < count; ) {
            int wave = Math.min(DIALLED_TOGETHER, count - opened);
            for (int i = 0; i < wave; i++) {
                SocketChannel channel = SocketChannel.open(server);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Watcher watcher = new Watcher(channel, kind);
                channel.register(selector, SelectionKey.OP_READ, watcher);
                watcher.ask(request(kind, watchers.size()));
                watchers.add(watcher);
            }
            await(Watcher.Progress.REGISTERED, wave);
            opened += wave;
        }
    }

    /// Writes the key and returns when every watch has heard of it.
    ///
    /// @return from sending the write to the last byte of the last watch
    Duration wake() throws IOException {
        try (SocketChannel writer = SocketChannel.open(server)) {
            writer.setOption(StandardSocketOptions.TCP_NODELAY, true);
            ByteBuffer write = ascii("PUT /v2/keys/crowd HTTP/1.1\r\nHost: crowd\r\nConnection: close\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nvalue=1");
            long begun = System.nanoTime();
            writer.write(write);
            await(Watcher.Progress.TOLD, watchers.size());
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    /// Returns when every watch has heard of something.
    void hear() throws IOException {
        await(Watcher.Progress.TOLD, watchers.size());
    }

    /// Asks again, where that is needed to hear of the next write, and returns when every watch is registered.
    void watchAgain(Kind kind) throws IOException {
        if (kind == Kind.STREAM) {
            return;
        }
        for (int from = 0; from < watchers.size(); from += DIALLED_TOGETHER) {
            List<Watcher> wave = watchers.subList(from, Math.min(from + DIALLED_TOGETHER, watchers.size()));
            for (int i = 0; i < wave.size(); i++) {
                wave.get(i).ask(request(kind, from + i));
            }
            await(Watcher.Progress.REGISTERED, wave.size());
        }
    }

    /// Hangs up, every client at once and without a word.
    void leave() throws IOException {
        for (Watcher watcher : watchers) {
            watcher.channel().close();
        }
        watchers.clear();
        selector.selectNow();
    }

    @Override
    public void close() throws IOException {
        leave();
        selector.close();
    }

    private void await(Watcher.Progress wanted, int count) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int[] left = {count};
        while (left[0] > 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException(left[0] + " of " + count + " watches were not " + wanted + " within "
                        + PATIENCE.toSeconds() + " s");
            }
            selector.select(
                    key -> {
                        if (progress(key) == wanted) {
                            left[0]--;
                        }
                    },
                    PATIENCE.toMillis());
        }
    }

    private Watcher.Progress progress(SelectionKey key) {
        try {
            return ((Watcher) key.attachment()).read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ByteBuffer request(Kind kind, int watcher) {
        String path = paths.isEmpty() ? kind.path() : paths.get(watcher % paths.size());
        return ascii("GET " + path + " HTTP/1.1\r\nHost: crowd\r\n\r\n");
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
