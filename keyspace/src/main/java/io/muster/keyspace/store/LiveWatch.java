package io.muster.keyspace.store;

import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Watch;
import java.util.function.Consumer;

/// A watch that was begun: what it follows, who listens, and how it leaves.
final class LiveWatch implements Watch.Begun {
    private final Follow follow;
    private final Watch.Listener listener;
    private final long startIndex;
    private final Consumer<LiveWatch> leave;
    private volatile boolean closed;

    LiveWatch(Follow follow, Watch.Listener listener, long startIndex, Consumer<LiveWatch> leave) {
        this.follow = follow;
        this.listener = listener;
        this.startIndex = startIndex;
        this.leave = leave;
    }

    @Override
    public long startIndex() {
        return startIndex;
    }

    @Override
    public void close() {
        closed = true;
        leave.accept(this);
    }

    String path() {
        return follow.key().path();
    }

    boolean recursive() {
        return follow.recursive();
    }

    boolean stream() {
        return follow.stream();
    }

    boolean wants(long index) {
        return Long.compareUnsigned(index, follow.sinceIndex()) >= 0;
    }

    void tell(Event event) {
        if (closed) {
            return;
        }
        listener.onEvent(event);
        if (!follow.stream()) {
            end("answered");
        }
    }

    /// Tells the listener that nothing follows, unless it knows.
    void end(String reason) {
        if (!closed) {
            closed = true;
            listener.onClosed(reason);
        }
    }
}
