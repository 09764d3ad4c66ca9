package io.muster.keyspace.server.http;

import io.muster.keyspace.Event;
import io.muster.keyspace.Watch;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The answer to a watch: its head is sent at once, its events when they happen, and no thread waits meanwhile.
///
/// A long poll ends with its event. A stream that history answered hears nothing more but stays open, as the original
/// does. A client that does not read is hung up on when too much waits for it.
final class HeldWatch implements Watch.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(HeldWatch.class);
    private static final int UNSENT_BYTES_MAX = 4 << 20;

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final EventFanout fanout;
    private final boolean stream;
    private final Thread asker = Thread.currentThread();
    private final Writer writer = new Writer();

    // Guarded by `this`.
    private final Deque<byte[]> unsent = new ArrayDeque<>();
    private int unsentBytes;
    private boolean finished;
    private Watch.@Nullable Begun watch;
    private @Nullable Departure departure;

    HeldWatch(Request request, Response response, Callback callback, EventFanout fanout, boolean stream) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.fanout = fanout;
        this.stream = stream;
    }

    /// Sends the head, which is ready in the response, and begins to send events.
    void begin(Watch.Begun begun) {
        synchronized (this) {
            watch = begun;
            departure = Departure.notice(request, () -> abandon("the client left"));
        }
        // A watch may be silent for days; the client decides how long it waits.
        request.addIdleTimeoutListener(_ -> false);
        writer.iterate();
    }

    @Override
    public void onEvent(Event event) {
        fanout.event(this, event);
    }

    @Override
    public void onClosed(String reason) {
        if (!(stream && answeredFromHistory())) {
            fanout.end(this);
        }
    }

    /// Takes a line for the client; called by the fan-out only.
    void send(byte[] line) {
        boolean overrun;
        synchronized (this) {
            if (finished) {
                return;
            }
            unsent.add(line);
            unsentBytes += line.length;
            overrun = unsentBytes > UNSENT_BYTES_MAX && unsent.size() > 1;
        }
        if (overrun) {
            abandon("the client reads too slowly");
        } else {
            write();
        }
    }

    /// Nothing more will be sent; called by the fan-out only.
    void finish() {
        synchronized (this) {
            finished = true;
        }
        write();
    }

    private void write() {
        boolean begun;
        synchronized (this) {
            begun = watch != null;
        }
        if (begun) {
            writer.iterate();
        }
    }

    // Only history is answered by the thread that asks, before it has the watch in its hands.
    private synchronized boolean answeredFromHistory() {
        return watch == null && Thread.currentThread().equals(asker);
    }

    private void abandon(String reason) {
        LOG.debug("watch ends: {}", reason);
        synchronized (this) {
            finished = true;
            unsent.clear();
        }
        leave();
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        writer.abort(new HungUp(reason));
    }

    private void leave() {
        Watch.Begun begun;
        Departure noticed;
        synchronized (this) {
            begun = watch;
            noticed = departure;
        }
        if (begun != null) {
            begun.close();
        }
        if (noticed != null) {
            noticed.cancel();
        }
    }

    /// Writes one line after the other; Jetty calls back when it can take the next.
    private final class Writer extends IteratingCallback {
        private boolean headSent;
        private boolean lastSent;

        @Override
        protected Action process() {
            ByteBuffer next;
            synchronized (HeldWatch.this) {
                if (lastSent) {
                    return Action.SUCCEEDED;
                }
                byte[] line = headSent ? unsent.poll() : null;
                if (headSent && line == null && !finished) {
                    return Action.IDLE;
                }
                lastSent = headSent && finished && unsent.isEmpty();
                headSent = true;
                unsentBytes -= line == null ? 0 : line.length;
                next = line == null ? BufferUtil.EMPTY_BUFFER : ByteBuffer.wrap(line);
            }
            response.write(lastSent, next, this);
            return Action.SCHEDULED;
        }

        @Override
        protected void onCompleteSuccess() {
            leave();
            callback.succeeded();
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            leave();
            callback.failed(cause);
        }
    }

    /// Ends an exchange whose client is gone; there is nothing to trace.
    private static final class HungUp extends Exception {
        private static final long serialVersionUID = 1L;

        HungUp(String reason) {
            super(reason, null, false, false);
        }
    }
}
