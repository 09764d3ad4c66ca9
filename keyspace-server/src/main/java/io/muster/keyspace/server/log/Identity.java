package io.muster.keyspace.server.log;

import io.muster.keyspace.MemberInfo;
import java.util.ArrayList;
import java.util.List;

/// Whose data a directory holds. Written once, when a member is born, as a text file that people can read.
///
/// @param members those there were when this one was born, with the addresses they had then
/// @param founders the ids of those that founded the cluster; the log begins with them
/// @param fromBackup whether a backup gave it ids of its own, which follow from no list of founders and no token
public record Identity(
        long clusterId, long memberId, List<MemberInfo> members, List<Long> founders, boolean fromBackup) {
    static final int FORMAT = 1;

    public Identity {
        members = List.copyOf(members);
        founders = List.copyOf(founders);
    }

    /// Of one whose ids follow from how its cluster was founded.
    public Identity(long clusterId, long memberId, List<MemberInfo> members, List<Long> founders) {
        this(clusterId, memberId, members, founders, false);
    }

    /// Of one who is a founder among those.
    public Identity(long clusterId, long memberId, List<MemberInfo> members) {
        this(clusterId, memberId, members, ids(members));
    }

    /// Of the only member of a cluster that begins with a backup.
    public static Identity ofBackup(long clusterId, MemberInfo self) {
        return new Identity(clusterId, self.id(), List.of(self), List.of(self.id()), true);
    }

    /// The same, when the members are others.
    Identity among(List<MemberInfo> others) {
        return new Identity(clusterId, memberId, others, founders, fromBackup);
    }

    String toText() {
        StringBuilder text = new StringBuilder()
                .append("format=")
                .append(FORMAT)
                .append("\ncluster-id=")
                .append(Long.toHexString(clusterId))
                .append("\nmember-id=")
                .append(Long.toHexString(memberId))
                .append('\n');
        for (MemberInfo member : members) {
            text.append("member=")
                    .append(member.hexId())
                    .append(' ')
                    .append(String.join(",", member.peerUrls()))
                    .append(' ')
                    .append(member.name())
                    .append('\n');
        }
        if (!founders.equals(ids(members))) {
            founders.forEach(founder ->
                    text.append("founder=").append(Long.toHexString(founder)).append('\n'));
        }
        if (fromBackup) {
            text.append("origin=backup\n");
        }
        return text.toString();
    }

    /// Reads what [#toText] wrote.
    ///
    /// @throws IllegalArgumentException naming the line that is not understood
    static Identity parse(String text) {
        long clusterId = 0;
        long memberId = 0;
        List<MemberInfo> members = new ArrayList<>();
        List<Long> founders = new ArrayList<>();
        boolean fromBackup = false;
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            String name = equals < 0 ? line : line.substring(0, equals);
            String value = line.substring(equals + 1);
            switch (name) {
                case "format" -> checkFormat(value);
                case "cluster-id" -> clusterId = Long.parseUnsignedLong(value, 16);
                case "member-id" -> memberId = Long.parseUnsignedLong(value, 16);
                case "member" -> members.add(parseMember(value));
                case "founder" -> founders.add(Long.parseUnsignedLong(value, 16));
                case "origin" -> fromBackup = isBackup(value);
                default -> throw new IllegalArgumentException("unknown line '" + line + "'");
            }
        }
        if (clusterId == 0 || memberId == 0 || members.isEmpty()) {
            throw new IllegalArgumentException("cluster-id, member-id or member lines are missing");
        }
        return new Identity(clusterId, memberId, members, founders.isEmpty() ? ids(members) : founders, fromBackup);
    }

    private static List<Long> ids(List<MemberInfo> members) {
        return members.stream().map(MemberInfo::id).toList();
    }

    private static void checkFormat(String value) {
        if (!value.equals(Integer.toString(FORMAT))) {
            throw new IllegalArgumentException(
                    "format " + value + " was written by another release; this one reads format " + FORMAT);
        }
    }

    private static boolean isBackup(String origin) {
        if (!origin.equals("backup")) {
            throw new IllegalArgumentException("origin '" + origin + "' is not known; it is 'backup' or left away");
        }
        return true;
    }

    private static MemberInfo parseMember(String value) {
        String[] parts = value.split(" ", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("member line '" + value + "' lacks a part");
        }
        List<String> peerUrls = parts[1].isEmpty() ? List.of() : List.of(parts[1].split(","));
        return new MemberInfo(Long.parseUnsignedLong(parts[0], 16), parts[2], peerUrls, List.of());
    }
}
