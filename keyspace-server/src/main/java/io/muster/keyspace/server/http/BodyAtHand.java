package io.muster.keyspace.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// A request whose body has arrived already, so that nobody who reads it has to wait.
final class BodyAtHand extends Request.Wrapper {
    private final Content.Chunk body;
    private boolean read;

    BodyAtHand(Request request, byte[] body) {
        super(request);
        this.body = Content.Chunk.from(ByteBuffer.wrap(body), true);
    }

    @Override
    public Content.Chunk read() {
        if (read) {
            return Content.Chunk.EOF;
        }
        read = true;
        return body;
    }

    @Override
    public void demand(Runnable demandCallback) {
        demandCallback.run();
    }
}
