package io.muster.keyspace.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
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

    private final Request request;
    private final int maxBytes;
    private final Load load;
    private final Reader reader;
    private final AtomicLong taken = new AtomicLong();
    private final boolean counted;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private RequestBody(Request request, int maxBytes, Load load, Reader reader) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.load = load;
        this.reader = reader;
        // Of small ones there are no more than connections.
        this.counted = request.getLength() < 0 || request.getLength() > SMALL_BYTES;
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

    /// Takes what has arrived; called again when there is more.
    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                reader.onFailure(chunk.getFailure());
                return;
            }
            boolean room = take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (!room) {
                reader.onNoRoom();
                return;
            }
            if (bytes.size() > maxBytes) {
                load.bodyWasTooLarge();
                reader.onTooLarge();
                return;
            }
            if (last) {
                reader.onBody(bytes.toByteArray());
                return;
            }
        }
    }

    private boolean take(ByteBuffer buffer) {
        if (counted) {
            if (!load.bodyBytes.enter(buffer.remaining())) {
                return false;
            }
            taken.addAndGet(buffer.remaining());
        }
        byte[] part = new byte[buffer.remaining()];
        buffer.get(part);
        bytes.writeBytes(part);
        return true;
    }
}
