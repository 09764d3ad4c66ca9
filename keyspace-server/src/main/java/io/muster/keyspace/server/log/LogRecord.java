package io.muster.keyspace.server.log;

/// One thing the log remembers. What counts is their order.
public sealed interface LogRecord {
    /// Begins a segment, and says whose it is.
    record Head(int format, long clusterId, long memberId, long sequence) implements LogRecord {}

    /// A Raft entry was appended. The payload is the engine's, and opaque here; nobody may change it.
    final class Entry implements LogRecord {
        private final long index;
        private final long term;
        private final byte[] payload;

        public Entry(long index, long term, byte[] payload) {
            this.index = index;
            this.term = term;
            this.payload = payload;
        }

        public long index() {
            return index;
        }

        public long term() {
            return term;
        }

        public byte[] payload() {
            return payload;
        }
    }

    /// The member reached a term, and gave its vote.
    ///
    /// @param votedFor a member's id; 0 when it has not voted in this term
    record Vote(long term, long votedFor) implements LogRecord {}

    /// Entries from this index on were taken back.
    record Truncated(long fromIndex) implements LogRecord {}

    /// Everything up to this index is agreed on. Written along with other records and never waited for, so it lags
    /// behind; it lets a member show what it knows before it meets the others again.
    record Committed(long index) implements LogRecord {}

    /// A snapshot received from another member took the place of everything up to this index.
    record Replaced(long index, long term) implements LogRecord {}
}
