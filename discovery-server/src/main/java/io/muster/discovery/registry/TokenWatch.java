package io.muster.discovery.registry;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Action;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Node;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A wait below a token. Three things are better here than in a plain keyspace, for the sake of nodes, which take all
/// they hear for new members and give up at error 401:
///
/// - What has left the history, pushed out by what happened to other tokens, is found in the tree: the first node that
///   was written since.
/// - A keyspace that took over another's state ends all waits; here they go on.
/// - Hidden nodes wake nobody, neither when they change nor from the history.
final class TokenWatch implements Watch.Listener {
    private final Keyspace keyspace;
    private final Follow follow;
    private final Watch.Listener listener;

    // Guarded by `this`.
    private Watch.@Nullable Begun current;
    private boolean closed;
    private boolean told;
    private long since;
    private int attempts;

    TokenWatch(Keyspace keyspace, Follow follow, Watch.Listener listener) {
        this.keyspace = keyspace;
        this.follow = follow;
        this.listener = listener;
    }

    Watch begin() {
        return from(follow.sinceIndex());
    }

    @Override
    public void onEvent(Event event) {
        boolean hidden = isHidden(event);
        synchronized (this) {
            told |= !hidden;
            since = event.index() + 1;
        }
        if (!hidden) {
            listener.onEvent(event);
        }
    }

    /// A wait that ends without an event is begun anew where it was: an answer without one would make a node give up.
    @Override
    public void onClosed(String reason) {
        long next;
        synchronized (this) {
            next = closed || told ? 0 : since;
        }
        if (next == 0 || from(next) instanceof Watch.Refused) {
            listener.onClosed(reason);
        }
    }

    private boolean isHidden(Event event) {
        String path = event.node().key().path();
        return follow.recursive()
                && event.node().key().isAtOrBelow(follow.key())
                && path.indexOf("/_", follow.key().path().length()) >= 0;
    }

    private Watch from(long sinceIndex) {
        long next = sinceIndex;
        while (true) {
            int attempt = nextAttempt(next);
            switch (keyspace.watch(new Follow(follow.key(), follow.recursive(), follow.stream(), next), this)) {
                case Watch.Begun begun -> {
                    return begun(begun, attempt);
                }
                case Watch.Refused refused
                when refused.failure().code() != ErrorCode.EVENT_INDEX_CLEARED -> {
                    return refused;
                }
                case Watch.Refused _ -> {
                    switch (look()) {
                        case Failure failure
                        when failure.code() != ErrorCode.KEY_NOT_FOUND -> {
                            return new Watch.Refused(failure);
                        }
                        case Failure failure -> next = failure.index() + 1;
                        case AccessOutcome _, MembershipOutcome _ -> throw Asking.foreign();
                        case Event found -> {
                            Optional<Node> written = firstSince(found.node(), next);
                            if (written.isPresent()) {
                                return told(written.get(), found.index());
                            }
                            next = found.index() + 1;
                        }
                    }
                }
            }
        }
    }

    private Outcome look() {
        return keyspace.get(new Read(follow.key(), follow.recursive(), false, Read.Consistency.LOCAL))
                .join();
    }

    private static Optional<Node> firstSince(Node node, long since) {
        Optional<Node> below = node.nodes().stream()
                .flatMap(child -> firstSince(child, since).stream())
                .min(Comparator.comparingLong(Node::modifiedIndex));
        boolean counts = !node.dir() && node.modifiedIndex() >= since;
        return counts ? Optional.of(node) : below;
    }

    private Watch told(Node node, long index) {
        Action action = node.createdIndex() == node.modifiedIndex() ? Action.CREATE : Action.UPDATE;
        synchronized (this) {
            told = true;
        }
        listener.onEvent(new Event(action, node, null, node.modifiedIndex()));
        listener.onClosed("answered from the tree");
        return new Told(index);
    }

    private synchronized int nextAttempt(long next) {
        since = next;
        return ++attempts;
    }

    // One that history answered with a hidden node has been followed by another before it comes here.
    private Watch.Begun begun(Watch.Begun begun, int attempt) {
        boolean late;
        synchronized (this) {
            current = attempt == attempts ? begun : current;
            since = since == 0 ? begun.startIndex() + 1 : since;
            late = closed;
        }
        if (late) {
            begun.close();
        }
        return new Going(begun.startIndex());
    }

    private record Told(long startIndex) implements Watch.Begun {
        @Override
        public void close() {
            // nothing is left to be ended
        }
    }

    private final class Going implements Watch.Begun {
        private final long startIndex;

        Going(long startIndex) {
            this.startIndex = startIndex;
        }

        @Override
        public long startIndex() {
            return startIndex;
        }

        @Override
        public void close() {
            Watch.Begun going;
            synchronized (TokenWatch.this) {
                closed = true;
                going = current;
            }
            if (going != null) {
                going.close();
            }
        }
    }
}
