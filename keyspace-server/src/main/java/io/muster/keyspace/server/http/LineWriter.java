package io.muster.keyspace.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/// Sends the head of an answer at once and its lines one after the other, without a thread: Jetty calls back when it
/// can take the next. Every method may be called from any thread.
///
/// Lines that are not the last go past Jetty's own chunking, which ends a chunk only when the next one begins: a
/// client that reads chunk by chunk would hear of each event one event late. Jetty then has seen no content at all
/// and ends the answer as it should.
public abstract class LineWriter extends IteratingCallback {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Response response;
    private final EndPoint endPoint;
    private final boolean chunked;

    // Touched by whoever iterates, which is one thread at a time.
    private boolean headSent;
    private boolean lastSent;
    private volatile boolean writing;

    // Guarded by `unsent`.
    private final Deque<byte[]> unsent = new ArrayDeque<>();
    private int unsentBytes;
    private boolean finished;

    protected LineWriter(Request request, Response response) {
        this.response = response;
        this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        this.chunked = request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
    }

    /// Called once, when all is sent or cannot be.
    ///
    /// @param cause null when all is sent
    protected abstract void onEnd(@Nullable Throwable cause);

    /// Called when everything that was added is sent, possibly while more is being added.
    protected void onIdle() {}

    /// Decides how the content is framed, the last thing the head lacks before the first [#iterate()] sends it.
    public void frame() {
        if (chunked) {
            response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
        }
    }

    /// Queues a line, which the next [#iterate()] sends.
    ///
    /// @return how many bytes are waiting now, not counting those of a single line
    public int add(byte[] line) {
        synchronized (unsent) {
            if (finished) {
                return 0;
            }
            unsent.add(line);
            unsentBytes += line.length;
            return unsent.size() == 1 ? 0 : unsentBytes;
        }
    }

    /// No line will be added; those that wait are still sent.
    public void finish() {
        synchronized (unsent) {
            finished = true;
        }
    }

    /// Drops what waits and the connection.
    public void hangUp(Throwable cause) {
        synchronized (unsent) {
            finished = true;
            unsent.clear();
        }
        endPoint.close();
        abort(cause);
    }

    /// Whether the client has yet to take something that was sent.
    public boolean isWriting() {
        return writing;
    }

    @Override
    protected final Action process() {
        if (lastSent) {
            return Action.SUCCEEDED;
        }
        byte[] line = null;
        boolean idle = false;
        if (headSent) {
            synchronized (unsent) {
                line = unsent.poll();
                idle = line == null && !finished;
                unsentBytes -= line == null ? 0 : line.length;
                lastSent = finished && unsent.isEmpty();
            }
        }
        if (idle) {
            onIdle();
            return Action.IDLE;
        }
        writing = true;
        if (lastSent || line == null) {
            headSent = true;
            response.write(lastSent, line == null ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(line), this);
        } else {
            endPoint.write(this, framed(line));
        }
        return Action.SCHEDULED;
    }

    @Override
    protected final void onSuccess() {
        writing = false;
    }

    @Override
    protected final void onCompleteSuccess() {
        onEnd(null);
    }

    @Override
    protected final void onCompleteFailure(Throwable cause) {
        onEnd(cause);
    }

    private ByteBuffer[] framed(byte[] line) {
        if (!chunked) {
            return new ByteBuffer[] {ByteBuffer.wrap(line)};
        }
        byte[] size = (Integer.toHexString(line.length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return new ByteBuffer[] {ByteBuffer.wrap(size), ByteBuffer.wrap(line), ByteBuffer.wrap(CRLF)};
    }
}
