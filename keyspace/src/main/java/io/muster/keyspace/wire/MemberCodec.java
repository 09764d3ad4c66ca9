package io.muster.keyspace.wire;

import io.muster.keyspace.MemberInfo;

/// A member's bytes within an entry or a snapshot.
final class MemberCodec {
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
}
