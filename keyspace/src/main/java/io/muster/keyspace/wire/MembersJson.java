package io.muster.keyspace.wire;

import com.fasterxml.jackson.core.JsonParser;
import io.muster.keyspace.MemberInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The body of `/v2/members`, and of one member.
public final class MembersJson {
    private MembersJson() {}

    /// The whole list, with its newline.
    public static byte[] write(List<MemberInfo> members) {
        return new JsonWriter()
                .open()
                .member("members", members, MembersJson::writeMember)
                .close()
                .raw("\n")
                .toByteArray();
    }

    /// A member alone, as `/v2/members/leader` shows it, with its newline.
    public static byte[] write(MemberInfo member) {
        var json = new JsonWriter();
        writeMember(json, member);
        return json.raw("\n").toByteArray();
    }

    /// The request to add a member, or to give it other addresses.
    public static byte[] writePeerUrls(List<String> peerUrls) {
        return new JsonWriter()
                .open()
                .member("peerURLs", peerUrls, JsonWriter::string)
                .close()
                .toByteArray();
    }

    /// Reads the whole list; members of the JSON that are not known are passed over.
    ///
    /// @throws MalformedBytesException when it is not a list of members
    public static List<MemberInfo> read(byte[] body) {
        List<MemberInfo> members = new ArrayList<>();
        Json.readObject("member list", body, (json, name) -> {
            if (name.equals("members")) {
                members.addAll(Json.list("member list", json, MembersJson::member));
            } else {
                json.skipChildren();
            }
        });
        return members;
    }

    /// Reads a member alone.
    ///
    /// @throws MalformedBytesException when it is not a member
    public static MemberInfo readMember(byte[] body) {
        var parts = new Parts();
        Json.readObject("member", body, parts::member);
        return parts.info();
    }

    private static void writeMember(JsonWriter json, MemberInfo member) {
        json.open()
                .member("id", member.hexId())
                .member("name", member.name())
                .member("peerURLs", member.peerUrls(), JsonWriter::string)
                .member("clientURLs", member.clientUrls(), JsonWriter::string)
                .close();
    }

    private static MemberInfo member(JsonParser json) throws IOException {
        var parts = new Parts();
        Json.members("member list", json, parts::member);
        return parts.info();
    }

    /// A member being read.
    private static final class Parts {
        private long id;
        private String name = "";
        private List<String> peerUrls = List.of();
        private List<String> clientUrls = List.of();

        void member(JsonParser json, String field) throws IOException {
            switch (field) {
                case "id" -> id = id(Json.string(json));
                case "name" -> name = Json.string(json);
                case "peerURLs" -> peerUrls = Json.list("member list", json, Json::string);
                case "clientURLs" -> clientUrls = Json.list("member list", json, Json::string);
                default -> json.skipChildren();
            }
        }

        MemberInfo info() {
            return new MemberInfo(id, name, peerUrls, clientUrls);
        }

        private static long id(String hex) {
            try {
                return Long.parseUnsignedLong(hex, 16);
            } catch (NumberFormatException e) {
                throw new MalformedBytesException("member list has the id '" + hex + "', which is not hexadecimal", e);
            }
        }
    }
}
