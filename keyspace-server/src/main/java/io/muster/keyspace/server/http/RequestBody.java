package io.muster.keyspace.server.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Request;

/// Reads a request's body as it arrives, holding no thread, up to a limit of its own and one for all bodies together.
public final class RequestBody implements Runnable {
    /// Exactly one of these is called, once.
    public interface Reader {
        void onBody(byte[] body);

        /// The body exceeds the limit; what remains of it is not read.
        void onTooLarge();

        /// There is no room for it beside the others; what remains of it is not read.
        void onNoRoom();

        /// The client went away or broke the protocol.
        void onFailure(Throwable cause);
    }

    private static final int SMALL_BYTES = 8 << 10;
    private static final int TURN_BYTES = 32 << 10;

    private final Request request;
    private final int maxBytes;
    private final Load load;
    private final Reader reader;
    private final AtomicLong taken = new AtomicLong();
    private final boolean counted;
    private final Bytes bytes;

    private RequestBody(Request request, int maxBytes, Load load, Reader reader) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.load = load;
        this.reader = reader;
        // Of small ones there are no more than connections.
        this.counted = request.getLength() < 0 || request.getLength() > SMALL_BYTES;
        this.bytes = new Bytes(request.getComponents().getByteBufferPool());
    }

    public static boolean isPresent(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    /// Begins to read. What the body takes up counts until the request is answered.
    public static void read(Request request, int maxBytes, Load load, Reader reader) {
        if (request.getLength() > maxBytes) {
            load.bodyWasTooLarge();
            reader.onTooLarge();
            return;
        }
        RequestBody body = new RequestBody(request, maxBytes, load, reader);
        if (body.counted) {
            Request.addCompletionListener(request, _ -> load.bodyBytes.leave(body.taken.getAndSet(0)));
        }
        body.run();
    }

    /// Takes what has arrived; called again when there is more. A client that sends faster than this reads is left for
    /// the others of the same thread after a while.
    @Override
    public void run() {
        int turn = bytes.size();
        while (bytes.size() - turn < TURN_BYTES) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                bytes.close();
                reader.onFailure(chunk.getFailure());
                return;
            }
            boolean room = take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (!room) {
                bytes.close();
                reader.onNoRoom();
                return;
            }
            if (bytes.size() > maxBytes) {
                bytes.close();
                load.bodyWasTooLarge();
                reader.onTooLarge();
                return;
            }
            if (last) {
                reader.onBody(bytes.take());
                return;
            }
        }
        ClientConnector.runWhereServed(request, this);
    }

    private boolean take(ByteBuffer buffer) {
        if (counted) {
            if (!load.bodyBytes.enter(buffer.remaining())) {
                return false;
            }
            taken.addAndGet(buffer.remaining());
        }
        bytes.add(buffer);
        return true;
    }

    /// What has arrived, in ever larger blocks of the pool that connections use: a body that is given up in the end,
    /// which may be large, leaves nothing to be collected, and one that comes slowly takes up little.
    private static final class Bytes {
        private static final int FIRST_BLOCK_BYTES = 4 << 10;
        private static final int BLOCK_BYTES_MAX = 64 << 10;

        private final ByteBufferPool pool;
        private final List<RetainableByteBuffer> blocks = new ArrayList<>(1);
        private int size;

        Bytes(ByteBufferPool pool) {
            this.pool = pool;
        }

        int size() {
            return size;
        }

        void add(ByteBuffer part) {
            size += part.remaining();
            while (part.hasRemaining()) {
                if (blocks.isEmpty() || blocks.getLast().asMutable().isFull()) {
                    blocks.add(pool.acquire(Math.clamp(size, FIRST_BLOCK_BYTES, BLOCK_BYTES_MAX), true));
                }
                blocks.getLast().asMutable().append(part);
            }
        }

        /// All of it, once.
        byte[] take() {
            byte[] all = new byte[size];
            int at = 0;
            for (RetainableByteBuffer block : blocks) {
                at += block.get(all, at, size - at);
            }
            close();
            return all;
        }

        void close() {
            blocks.forEach(RetainableByteBuffer::release);
            blocks.clear();
        }
    }
}
