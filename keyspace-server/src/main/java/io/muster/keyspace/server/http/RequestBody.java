package io.muster.keyspace.server.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// Reads a request's body as it arrives, holding no thread, up to a limit.
public final class RequestBody implements Runnable {
    /// Exactly one of these is called, once.
    public interface Reader {
        void onBody(byte[] body);

        /// The body exceeds the limit; what remains of it is not read.
        void onTooLarge();

        /// The client went away or broke the protocol.
        void onFailure(Throwable cause);
    }

    private final Request request;
    private final int maxBytes;
    private final Reader reader;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private RequestBody(Request request, int maxBytes, Reader reader) {
        this.request = request;
        this.maxBytes = maxBytes;
        this.reader = reader;
    }

    public static boolean isPresent(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }

    public static void read(Request request, int maxBytes, Reader reader) {
        if (request.getLength() > maxBytes) {
            reader.onTooLarge();
            return;
        }
        new RequestBody(request, maxBytes, reader).run();
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
            take(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (bytes.size() > maxBytes) {
                reader.onTooLarge();
                return;
            }
            if (last) {
                reader.onBody(bytes.toByteArray());
                return;
            }
        }
    }

    private void take(ByteBuffer buffer) {
        byte[] part = new byte[buffer.remaining()];
        buffer.get(part);
        bytes.writeBytes(part);
    }
}
