package io.muster.keyspace.store;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Watch;
import java.util.List;

/// Where events go: into the history, and to those who watch.
///
/// Looking into the history and being registered happen under one lock, so no event falls between them. Listeners are
/// called outside of it, so none can hold up another thread's watch.
final class WatchHub {
    private final Object lock = new Object();
    private final EventHistory history;
    private final LiveWatches live = new LiveWatches();

    WatchHub(int historySize) {
        history = new EventHistory(historySize);
    }

    Watch watch(Follow follow, Watch.Listener listener) {
        LiveWatch watch;
        Event answer;
        synchronized (lock) {
            long index = history.lastIndex();
            long since = follow.sinceIndex();
            long oldest = history.oldestIndex();
            if (since != 0 && Long.compareUnsigned(since, oldest) < 0) {
                String cause = "the requested history has been cleared [%d/%d]".formatted(oldest, since);
                return new Watch.Refused(new Failure(ErrorCode.EVENT_INDEX_CLEARED, cause, index));
            }
            watch = new LiveWatch(follow, listener, index, this::leave);
            answer = since == 0 ? null : history.scan(follow);
            if (answer == null) {
                live.add(watch);
            }
        }
        if (answer != null) {
            listener.onEvent(answer);
            watch.end("answered from history");
        }
        return watch;
    }

    /// Remembers an event and tells those whom it concerns.
    ///
    /// @param before the tree before the event
    void publish(Event event, Tree.Directory before) {
        List<LiveWatch> concerned;
        synchronized (lock) {
            history.add(new Slot(event.index(), event));
            concerned = live.take(event, before);
        }
        concerned.forEach(watch -> watch.tell(event));
    }

    /// Uses up an index that nobody is told of.
    void skip(long index) {
        synchronized (lock) {
            history.add(new Slot(index, null));
        }
    }

    int count() {
        synchronized (lock) {
            return live.count();
        }
    }

    List<Slot> slots() {
        synchronized (lock) {
            return history.slots();
        }
    }

    /// Continues from another store's history; what was watched here has missed events, so every watch ends.
    void restore(List<Slot> slots, long lastIndex, String reason) {
        synchronized (lock) {
            history.restore(slots, lastIndex);
        }
        endAll(reason);
    }

    void endAll(String reason) {
        List<LiveWatch> all;
        synchronized (lock) {
            all = live.removeAll();
        }
        all.forEach(watch -> watch.end(reason));
    }

    private void leave(LiveWatch watch) {
        synchronized (lock) {
            live.remove(watch);
        }
    }
}
