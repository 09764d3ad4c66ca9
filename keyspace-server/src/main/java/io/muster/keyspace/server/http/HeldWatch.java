package io.muster.keyspace.server.http;

import io.muster.keyspace.Event;
import io.muster.keyspace.Watch;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The answer to a watch: its head is sent at once, its events when they happen, and no thread waits meanwhile.
///
/// A long poll ends with its event. A stream that history answered hears nothing more but stays open, as the original
/// does. A client that left is forgotten, one that does not read is hung up on.
final class HeldWatch implements Watch.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(HeldWatch.class);
    private static final int UNSENT_BYTES_MAX = 4 << 20;

    private final Request request;
    private final EventFanout fanout;
    private final boolean stream;
    private final Thread asker = Thread.currentThread();
    private final LineWriter writer;

    private volatile boolean told;

    // Guarded by `this`.
    private Watch.@Nullable Begun watch;
    private @Nullable Departure departure;

    /// @param places what this has entered, and leaves when it ends
    HeldWatch(Request request, Response response, Callback callback, EventFanout fanout, boolean stream, Limit places) {
        this.request = request;
        this.fanout = fanout;
        this.stream = stream;
        this.writer = new LineWriter(request, response) {
            @Override
            protected void onEnd(@Nullable Throwable cause) {
                leave();
                places.leave();
                if (cause == null) {
                    callback.succeeded();
                } else {
                    callback.failed(cause);
                }
            }
        };
    }

    /// Sends the head, which is ready in the response, and begins to send events.
    void begin(Watch.Begun begun) {
        writer.frame();
        synchronized (this) {
            watch = begun;
            departure = Departure.notice(request, () -> hangUp("the client left"));
        }
        request.addIdleTimeoutListener(_ -> {
            // A watch may be silent for days, the client decides how long it waits; but what is sent must be taken.
            if (writer.isWriting()) {
                hangUp("the client does not read");
            }
            return false;
        });
        writer.iterate();
    }

    @Override
    public void onEvent(Event event) {
        told = true;
        fanout.event(this, event);
    }

    @Override
    public void onClosed(String reason) {
        boolean endsWithItsEvent = !stream && told;
        if (!endsWithItsEvent && !(stream && isAnsweredFromHistory())) {
            fanout.end(this);
        }
    }

    /// Takes a line for the client; called by the fan-out only.
    void send(byte[] line) {
        int waiting = writer.add(line);
        if (waiting > UNSENT_BYTES_MAX) {
            hangUp("the client reads too slowly");
        } else if (stream) {
            write();
        } else {
            finish();
        }
    }

    /// Nothing more will be sent; called by the fan-out only.
    void finish() {
        writer.finish();
        write();
    }

    /// Forgets the client at once. Nothing is lost that it could not find in the history.
    void hangUp(String reason) {
        LOG.debug("watch ends: {}", reason);
        leave();
        writer.hangUp(new HungUp(reason));
    }

    // Before the head is ready nothing may be written; begin() makes up for it.
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
    private synchronized boolean isAnsweredFromHistory() {
        return watch == null && Thread.currentThread().equals(asker);
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

    /// Ends an exchange whose client is gone; there is nothing to trace.
    private static final class HungUp extends Exception {
        private static final long serialVersionUID = 1L;

        HungUp(String reason) {
            super(reason, null, false, false);
        }
    }
}
