package io.muster.keyspace;

/// What became of a [Follow]: it was begun, or it was refused.
public sealed interface Watch {
    /// Refused: the index asked for has left the history ([ErrorCode#EVENT_INDEX_CLEARED]), or the keyspace is closed.
    record Refused(Failure failure) implements Watch {}

    /// Begun: events reach the listener until it is closed by either side.
    non-sealed interface Begun extends Watch, AutoCloseable {
        /// The store index when the watch began, the `X-Etcd-Index` of its answer.
        long startIndex();

        /// Ends the watch; the listener hears nothing further, except an event already on its way. Harmless when
        /// repeated.
        @Override
        void close();
    }

    /// Hears of events, in order, on the thread that applies entries (or, for history, on the one that asked): it must
    /// not block and must not throw.
    interface Listener {
        void onEvent(Event event);

        /// No event will follow. For a long poll, and for a watch that history answered, this comes right after its
        /// one event.
        ///
        /// @param reason why, for a log
        void onClosed(String reason);
    }
}
