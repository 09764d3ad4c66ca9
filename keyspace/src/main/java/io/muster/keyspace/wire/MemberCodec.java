package io.muster.keyspace.wire;

import io.muster.keyspace.Command;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.membership.MemberChange;

/// The bytes of members and of their changes, within an entry or a snapshot.
final class MemberCodec {
    private static final int ADD = 1;
    private static final int MOVE = 2;
    private static final int REMOVE = 3;
    private static final int KEEP_ONLY = 4;

    private MemberCodec() {}

    static void write(ByteWriter out, MemberInfo member) {
        out.number(member.id())
                .string(member.name())
                .list(member.peerUrls(), ByteWriter::string)
                .list(member.clientUrls(), ByteWriter::string);
    }

    static MemberInfo read(ByteReader in) {
        return new MemberInfo(in.number(), in.string(), in.list(ByteReader::string), in.list(ByteReader::string));
    }

    static void writeChange(ByteWriter out, Command.ChangeMembers command) {
        switch (command.change()) {
            case MemberChange.Add c -> write(out.octet(ADD), c.member());
            case MemberChange.Move c -> out.octet(MOVE).number(c.id()).list(c.peerUrls(), ByteWriter::string);
            case MemberChange.Remove c -> out.octet(REMOVE).number(c.id());
            case MemberChange.KeepOnly c -> out.octet(KEEP_ONLY).number(c.id());
        }
        out.list(command.founders(), MemberCodec::write).flag(command.strict());
    }

    static Command.ChangeMembers readChange(ByteReader in) {
        int kind = in.octet();
        MemberChange change =
                switch (kind) {
                    case ADD -> new MemberChange.Add(read(in));
                    case MOVE -> new MemberChange.Move(in.number(), in.list(ByteReader::string));
                    case REMOVE -> new MemberChange.Remove(in.number());
                    case KEEP_ONLY -> new MemberChange.KeepOnly(in.number());
                    default -> throw in.malformed("has a change of members of unknown kind " + kind);
                };
        return new Command.ChangeMembers(change, in.list(MemberCodec::read), in.flag());
    }
}
