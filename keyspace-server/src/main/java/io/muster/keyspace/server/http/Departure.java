package io.muster.keyspace.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// Notices that a client hung up while its answer is being waited for.
///
/// Jetty reads a connection only between requests, so an open watch would outlive its client until the next event.
/// This asks the connection to be told when it can be read: an end of stream is the departure, anything else is the
/// beginning of the next request and is given back to Jetty. It must be cancelled before the answer is completed,
/// since Jetty then reads again itself.
public final class Departure implements Callback {
    private static final int GIVEN_BACK_MAX = 1024;

    private final AbstractEndPoint endPoint;
    private final Runnable onLeft;
    private boolean done;

    private Departure(AbstractEndPoint endPoint, Runnable onLeft) {
        this.endPoint = endPoint;
        this.onLeft = onLeft;
    }

    /// Begins to look out.
    ///
    /// @param onLeft called at most once, from any thread; it must not block
    public static Departure notice(Request request, Runnable onLeft) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        if (!(endPoint instanceof AbstractEndPoint watched)) {
            throw new IllegalStateException("cannot look out for departures on " + endPoint);
        }
        Departure departure = new Departure(watched, onLeft);
        watched.tryFillInterested(departure);
        return departure;
    }

    /// Stops looking out; harmless when repeated.
    public void cancel() {
        synchronized (this) {
            if (done) {
                return;
            }
            done = true;
        }
        // Takes the registration back by playing the event it waits for.
        endPoint.getFillInterest().fillable();
    }

    /// Who leaves is looked after like any other that has something to say.
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void succeeded() {
        synchronized (this) {
            if (done) {
                return;
            }
            ByteBuffer buffer = BufferUtil.allocate(GIVEN_BACK_MAX);
            int filled = fill(buffer);
            if (filled == 0) {
                endPoint.tryFillInterested(this);
                return;
            }
            done = true;
            if (filled > 0 && endPoint.getConnection() instanceof Connection.UpgradeTo connection) {
                connection.onUpgradeTo(buffer);
                return;
            }
        }
        onLeft.run();
    }

    @Override
    public void failed(Throwable cause) {
        synchronized (this) {
            if (done) {
                return;
            }
            done = true;
        }
        onLeft.run();
    }

    private int fill(ByteBuffer buffer) {
        try {
            return endPoint.fill(buffer);
        } catch (IOException e) {
            return -1;
        }
    }
}
