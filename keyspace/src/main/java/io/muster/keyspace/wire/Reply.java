package io.muster.keyspace.wire;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import java.util.Arrays;
import java.util.Optional;

/// What a client reads from a server, which may be another version than ours.
public sealed interface Reply {
    /// The request was met.
    ///
    /// @param event its index is the node's modifiedIndex; the store's is in the header `X-Etcd-Index` only
    record Happened(Event event) implements Reply {}

    /// The request was refused.
    ///
    /// @param number the `errorCode`, known to us or not
    /// @param cause empty when the server gave none
    record Refused(int number, String message, String cause, long index) implements Reply {
        /// The code, if it is one that our own servers send.
        public Optional<ErrorCode> code() {
            return Arrays.stream(ErrorCode.values())
                    .filter(code -> code.number() == number)
                    .findFirst();
        }
    }
}
