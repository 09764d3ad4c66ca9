package io.muster.keyspace.wire;

import io.muster.keyspace.Command;
import io.muster.keyspace.store.Entry;
import java.util.List;

/// The bytes of a log entry, and of a pack of commands on its way to the leader, which has no time yet. The first
/// byte is the format's version; one format's numbers never change their meaning.
public final class EntryCodec {
    private static final int VERSION = 1;

    private EntryCodec() {}

    public static byte[] encode(Entry entry) {
        return new ByteWriter(128)
                .octet(VERSION)
                .instant(entry.time())
                .list(entry.commands(), CommandCodec::write)
                .toByteArray();
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws MalformedBytesException when these are not an entry's bytes
    public static Entry decode(byte[] bytes) {
        var in = new ByteReader("log entry", bytes);
        in.version(VERSION);
        var entry = new Entry(in.instant(), in.list(CommandCodec::read));
        in.end();
        return entry;
    }

    public static byte[] encodePack(List<Command> commands) {
        return new ByteWriter(128)
                .octet(VERSION)
                .list(commands, CommandCodec::write)
                .toByteArray();
    }

    /// Reads what [#encodePack] wrote.
    ///
    /// @throws MalformedBytesException when these are not a pack's bytes
    public static List<Command> decodePack(byte[] bytes) {
        var in = new ByteReader("pack of commands", bytes);
        in.version(VERSION);
        List<Command> commands = List.copyOf(in.list(CommandCodec::read));
        in.end();
        return commands;
    }
}
