package io.muster.keyspace.server.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection on which another member sends to this one.
final class InboundLink extends AbstractConnection implements Connection.UpgradeTo {
    private static final Logger LOG = LoggerFactory.getLogger(InboundLink.class);
    private static final int USUAL_BUFFER = 1 << 16;
    private static final int LARGEST_FRAME = 1 << 29;
    private static final long PAUSE_NANOS = Echo.PAUSE.toNanos();

    private final LinkAcceptor acceptor;
    private final Callback readable = new WhenReadable();
    private final AtomicBoolean answering = new AtomicBoolean();
    private ByteBuffer buffer = BufferUtil.allocateDirect(USUAL_BUFFER);
    private @Nullable Hello hello;
    private boolean speaks;
    private long acknowledgedAt;

    InboundLink(EndPoint endPoint, Executor executor, LinkAcceptor acceptor) {
        super(endPoint, executor);
        this.acceptor = acceptor;
    }

    @Override
    public void onUpgradeTo(ByteBuffer prefilled) {
        BufferUtil.append(buffer, prefilled);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        // Followers have nothing to say to each other for as long as all is well.
        getEndPoint().setIdleTimeout(0);
        onFillable();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        Hello from = hello;
        if (from != null) {
            acceptor.ended(from.from(), this);
        }
    }

    @Override
    public void onFillable() {
        try {
            while (consume()) {
                int count = getEndPoint().fill(buffer);
                if (count < 0) {
                    close();
                    return;
                }
                if (count == 0) {
                    fillInterested(readable);
                    return;
                }
                acknowledge();
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("peer link from {} closed: {}", peer(), e.toString());
            close();
        }
    }

    // Whether to go on reading.
    private boolean consume() {
        Hello from = hello;
        if (from == null) {
            Optional<Hello> read = Hello.read(buffer);
            if (read.isEmpty()) {
                return true;
            }
            from = read.get();
            hello = from;
            if (!welcome(from)) {
                return false;
            }
        }
        while (buffer.remaining() >= 4) {
            int length = buffer.getInt(buffer.position());
            if (length <= 0 || length > LARGEST_FRAME) {
                throw new IllegalArgumentException("frame of " + length + " bytes");
            }
            if (buffer.remaining() < 4 + length) {
                makeRoom(4 + length);
                return true;
            }
            int start = buffer.position() + 4;
            buffer.position(start + length);
            if (!speaks) {
                speaks = true;
                acceptor.speaks(from.from(), this);
            }
            acceptor.received(from.from(), buffer.slice(start, length));
        }
        if (!buffer.hasRemaining() && buffer.capacity() > 16 * USUAL_BUFFER) {
            buffer = BufferUtil.allocateDirect(USUAL_BUFFER);
        }
        return true;
    }

    private boolean welcome(Hello from) {
        String objection = acceptor.objection(from);
        if (objection.isEmpty()) {
            acceptor.welcomed(from.from(), this);
            acknowledgedAt = System.nanoTime();
            answer(new byte[] {Hello.WELCOME, Echo.ACKNOWLEDGEMENT});
            return true;
        }
        LOG.warn("peer link refused peer={} reason=\"it {}\"", peer(), objection);
        byte[] reason = objection.getBytes(StandardCharsets.UTF_8);
        ByteBuffer answer = ByteBuffer.allocate(3 + reason.length)
                .put(acceptor.isGone(from) ? Hello.GONE : Hello.REFUSED)
                .putShort((short) reason.length)
                .put(reason)
                .flip();
        getEndPoint().write(Callback.from(this::close), answer);
        return false;
    }

    // For bytes, not for frames: of a large one it takes long until all has come.
    private void acknowledge() {
        long now = System.nanoTime();
        if (hello != null && now - acknowledgedAt >= PAUSE_NANOS) {
            acknowledgedAt = now;
            answer(new byte[] {Echo.ACKNOWLEDGEMENT});
        }
    }

    // Left out while the one before has not gone: it says the same.
    private void answer(byte[] bytes) {
        if (answering.compareAndSet(false, true)) {
            getEndPoint()
                    .write(
                            Callback.from(Invocable.InvocationType.NON_BLOCKING, () -> answering.set(false)),
                            ByteBuffer.wrap(bytes));
        }
    }

    // Grows with what has come, not with what is announced: who announces much need not send it.
    private void makeRoom(int size) {
        if (buffer.capacity() < size && buffer.remaining() == buffer.capacity()) {
            ByteBuffer larger = BufferUtil.allocateDirect(Math.min(size, 2 * buffer.capacity()));
            BufferUtil.append(larger, buffer);
            buffer = larger;
        }
    }

    private String peer() {
        Hello from = hello;
        return from == null ? String.valueOf(getEndPoint().getRemoteSocketAddress()) : Long.toHexString(from.from());
    }

    /// Runs on Jetty's selecting thread, without a switch to another: receivers do not block.
    private final class WhenReadable implements Callback {
        @Override
        public void succeeded() {
            onFillable();
        }

        @Override
        public void failed(Throwable cause) {
            onFillInterestedFailed(cause);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
