package io.muster.keyspace.server.peer;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connection on which this member sends to one other. It is opened again whenever it breaks.
///
/// A sender writes to the socket itself, which saves a switch of threads for each frame; the link's own thread
/// connects, writes what the socket would not take at once, and notices when the other side goes away, or when it has
/// not acknowledged anything for too long ([Echo]). A frame is sent at most once: what was waiting when a connection
/// broke is dropped, and Raft asks again.
final class OutboundLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OutboundLink.class);
    private static final int WAITING_BYTES_MAX = 64 << 20;
    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 500;
    private static final long LOOK_MILLIS = 500;

    private final long peer;
    private final Dialler dialler;
    private final Supplier<List<String>> peerUrls;
    private final Duration patience;
    private final Selector selector;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable Wire wire;
    private Echo echo;
    private volatile boolean connected;
    private volatile boolean closed;
    private final Set<String> faults = new HashSet<>();

    /// @param peerUrls where to connect to, asked each time
    /// @param patience after how long without an awaited acknowledgement to connect again
    OutboundLink(long peer, Dialler dialler, Supplier<List<String>> peerUrls, Duration patience) throws IOException {
        this.peer = peer;
        this.dialler = dialler;
        this.peerUrls = peerUrls;
        this.patience = patience;
        this.echo = new Echo(patience);
        this.selector = Selector.open();
        this.thread = Thread.ofPlatform()
                .name("peer-" + Long.toHexString(peer))
                .daemon()
                .unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean isConnected() {
        return connected;
    }

    /// Sends a frame, its length in front; false when it was dropped. Never blocks.
    boolean send(ByteBuffer frame) {
        lock.lock();
        try {
            Wire to = wire;
            if (to == null || waitingBytes > WAITING_BYTES_MAX) {
                return false;
            }
            if (waiting.isEmpty()) {
                to.write(frame);
                echo.sent(System.nanoTime());
            }
            if (frame.hasRemaining()) {
                waiting.add(frame);
                waitingBytes += frame.remaining();
                selector.wakeup();
            } else if (!to.isSent()) {
                selector.wakeup();
            }
            return true;
        } catch (IOException e) {
            selector.wakeup();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Connects at once instead of when the pause is over: the other side has just shown that it is there.
    void nudge() {
        if (!connected) {
            selector.wakeup();
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        Wire open;
        lock.lock();
        try {
            open = wire;
        } finally {
            lock.unlock();
        }
        closeQuietly(open);
    }

    private void run() {
        long pauseMillis = FIRST_PAUSE_MILLIS;
        int attempt = 0;
        try (Selector own = selector) {
            while (!closed) {
                try {
                    List<String> urls = peerUrls.get();
                    if (urls.isEmpty()) {
                        throw new IOException("it has no peer URL");
                    }
                    serve(urls.get(attempt++ % urls.size()));
                } catch (IOException | IllegalArgumentException e) {
                    if (connected) {
                        pauseMillis = FIRST_PAUSE_MILLIS;
                    }
                    down(e);
                }
                if (!closed) {
                    own.select(pauseMillis);
                    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
                }
            }
        } catch (IOException e) {
            LOG.error("link to peer {} stopped: {}", Long.toHexString(peer), e.toString());
        }
    }

    private void serve(String url) throws IOException {
        Wire dialled = dialler.dial(url);
        try {
            SelectionKey key = dialled.channel().register(selector, SelectionKey.OP_READ);
            up(url, dialled);
            ByteBuffer answers = ByteBuffer.allocate(64);
            while (!closed) {
                selector.select(LOOK_MILLIS);
                selector.selectedKeys().clear();
                int count = key.isReadable() ? dialled.read(answers.clear()) : 0;
                if (count < 0) {
                    throw new EOFException("it closed the connection");
                }
                if (isDeaf(count > 0)) {
                    // What is still under way must not come after what is sent next.
                    dialled.channel().setOption(StandardSocketOptions.SO_LINGER, 0);
                    dialled.channel().close();
                    throw new IOException("it has acknowledged nothing for " + patience.toMillis() + " ms");
                }
                key.interestOps(
                        writeWaiting(dialled) ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (CancelledKeyException e) {
            throw new IOException("the connection broke", e);
        } finally {
            closeQuietly(dialled);
        }
    }

    private boolean isDeaf(boolean heard) {
        lock.lock();
        try {
            long now = System.nanoTime();
            if (heard) {
                echo.heard(now);
            }
            return echo.isMissing(now);
        } finally {
            lock.unlock();
        }
    }

    // Whether nothing is left.
    private boolean writeWaiting(Wire to) throws IOException {
        lock.lock();
        try {
            if (!to.isSent()) {
                to.write(ByteBuffer.allocate(0));
            }
            for (ByteBuffer next = waiting.peek(); next != null; next = waiting.peek()) {
                waitingBytes -= to.write(next);
                echo.sent(System.nanoTime());
                if (next.hasRemaining()) {
                    return false;
                }
                waiting.remove();
            }
            return to.isSent();
        } finally {
            lock.unlock();
        }
    }

    private void up(String url, Wire dialled) {
        lock.lock();
        try {
            wire = dialled;
            echo = new Echo(patience);
            connected = true;
        } finally {
            lock.unlock();
        }
        faults.clear();
        LOG.info("peer link up peer={} url={}", Long.toHexString(peer), url);
    }

    private void down(Exception fault) {
        lock.lock();
        try {
            wire = null;
            connected = false;
            waiting.clear();
            waitingBytes = 0;
        } finally {
            lock.unlock();
        }
        String message = String.valueOf(fault.getMessage());
        if (!closed && faults.add(message)) {
            LOG.warn("peer link down peer={} reason=\"{}\"", Long.toHexString(peer), message);
        }
    }

    private static void closeQuietly(@Nullable Wire wire) {
        if (wire != null) {
            try {
                wire.close();
            } catch (IOException e) {
                LOG.debug("closing a link: {}", e.toString());
            }
        }
    }
}
