package io.muster.keyspace.server.raft;

import io.muster.keyspace.Command;
import io.muster.keyspace.wire.EntryCodec;
import io.muster.keyspace.wire.MalformedBytesException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an entry of the Raft log asks for. Encoded once; disk and links carry the same bytes, whose first byte tells
/// the kind.
sealed interface Operation permits Operation.NewTerm, Operation.Pack, GroupChange {
    byte NEW_TERM = 0;
    byte PACK = 1;
    byte GROUP = 2;

    /// The bytes; nobody may change them.
    byte[] encoded();

    /// Reads what [#encoded] gave.
    ///
    /// @throws IllegalArgumentException when these are not an operation's bytes
    static Operation decode(byte[] encoded) {
        if (encoded.length == 1 && encoded[0] == NEW_TERM) {
            return NewTerm.INSTANCE;
        }
        if (encoded.length > Pack.HEADER && encoded[0] == PACK) {
            return new Pack(encoded, null);
        }
        if (encoded.length > 0 && encoded[0] == GROUP) {
            return GroupChange.decode(encoded);
        }
        throw new IllegalArgumentException(encoded.length + " bytes that are no operation");
    }

    /// The first entry of each term, by which the entries before it become known to be committed.
    enum NewTerm implements Operation {
        INSTANCE;

        @Override
        public byte[] encoded() {
            return new byte[] {NEW_TERM};
        }
    }

    /// Commands that were packed together by one member, with the leader's time stamp.
    final class Pack implements Operation {
        private static final int HEADER = 1 + 8 + 8 + 8 + 4;

        private final byte[] encoded;

        // Kept from where the pack was made to where it is applied, so that only followers decode.
        private @Nullable List<Command> commands;

        private Pack(byte[] encoded, @Nullable List<Command> commands) {
            this.encoded = encoded;
            this.commands = commands;
        }

        /// @param origin the member whose clients wait for it
        /// @param number what `origin` knows it by
        /// @param packed the commands as [EntryCodec] packs them
        static Pack of(long origin, long number, Instant time, List<Command> commands, ByteBuffer packed) {
            byte[] encoded = new byte[HEADER + packed.remaining()];
            ByteBuffer.wrap(encoded)
                    .put(PACK)
                    .putLong(origin)
                    .putLong(number)
                    .putLong(time.getEpochSecond())
                    .putInt(time.getNano())
                    .put(packed);
            return new Pack(encoded, commands);
        }

        @Override
        public byte[] encoded() {
            return encoded;
        }

        long origin() {
            return ByteBuffer.wrap(encoded).getLong(1);
        }

        long number() {
            return ByteBuffer.wrap(encoded).getLong(9);
        }

        Instant time() {
            ByteBuffer bytes = ByteBuffer.wrap(encoded);
            return Instant.ofEpochSecond(bytes.getLong(17), bytes.getInt(25));
        }

        /// The commands, for the one time that they are applied; what is kept of the log needs only the bytes.
        List<Command> takeCommands() {
            List<Command> known = commands;
            commands = null;
            if (known != null) {
                return known;
            }
            try {
                byte[] packed = new byte[encoded.length - HEADER];
                System.arraycopy(encoded, HEADER, packed, 0, packed.length);
                return EntryCodec.decodePack(packed);
            } catch (MalformedBytesException | BufferUnderflowException | DateTimeException e) {
                throw new IllegalStateException(
                        "pack " + number() + " of member " + Long.toHexString(origin()) + " is malformed", e);
            }
        }
    }
}
