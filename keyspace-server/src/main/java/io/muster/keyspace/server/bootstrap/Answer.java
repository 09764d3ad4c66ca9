package io.muster.keyspace.server.bootstrap;

import io.muster.keyspace.Event;
import io.muster.keyspace.wire.Reply;

/// What a discovery service made of one request.
sealed interface Answer {
    /// It spoke the protocol.
    sealed interface Spoken extends Answer {}

    /// It may not even have seen the request: worth another try.
    sealed interface Missing extends Answer {
        String reason();
    }

    /// Done.
    ///
    /// @param index the service's index when it answered; 0 when it did not tell
    record Done(Event event, long index) implements Spoken {}

    /// Refused.
    record Denied(Reply.Refused refusal) implements Spoken {
        static final int KEY_NOT_FOUND = 100;
        static final int KEY_EXISTS = 105;
        static final int EVENT_INDEX_CLEARED = 401;

        boolean is(int errorNumber) {
            return refusal.number() == errorNumber;
        }

        /// As etcd prints it.
        @Override
        public String toString() {
            return refusal.number() + ": " + refusal.message() + " (" + refusal.cause() + ") [" + refusal.index() + "]";
        }
    }

    /// Something answered that is no discovery service.
    record Foreign(String what) implements Answer {}

    /// Nobody answered, or it blamed itself (5xx).
    record Broken(String reason) implements Missing {}

    /// It took the request and kept silent.
    record TimedOut(String reason) implements Missing {}
}
