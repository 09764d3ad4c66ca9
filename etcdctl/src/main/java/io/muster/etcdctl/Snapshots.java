package io.muster.etcdctl;

import io.muster.keyspace.server.offline.NewCluster;
import io.muster.keyspace.wire.JsonWriter;
import io.muster.keyspace.wire.MalformedBytesException;
import io.muster.keyspace.wire.MessageJson;
import io.muster.keyspace.wire.SnapshotFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The `snapshot` commands. A snapshot's file is there whole and checked, or not at all.
final class Snapshots {
    private static final FileAttribute<?> FOR_OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private Snapshots() {}

    static ExitCode save(Cluster cluster, String name, Terminal terminal) throws Stop {
        HttpReply reply;
        try {
            // however long it takes
            reply = cluster.ask(HttpRequest.hold("/v2/snapshot"));
        } catch (Unavailable e) {
            throw e.asError(ExitCode.BAD_ARGUMENTS);
        }
        if (reply.status() == 404) {
            throw fault(cluster.list(",") + " serves no snapshots: it is no keyspace-server");
        }
        if (reply.status() != 200) {
            throw fault(MessageJson.read(reply.body()).orElse("unexpected HTTP status " + reply.status()));
        }
        content(reply.body(), "what " + cluster.list(",") + " sent");
        Path file = Path.of(name);
        Path part = Path.of(name + ".part");
        try {
            Files.deleteIfExists(part);
            try (FileChannel channel = FileChannel.open(
                    part, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FOR_OWNER_ALONE)) {
                ByteBuffer bytes = ByteBuffer.wrap(reply.body());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw fault("cannot write " + file + ": " + e);
        }
        terminal.say("Snapshot saved at " + name);
        return ExitCode.OK;
    }

    static ExitCode status(String name, String format, Terminal terminal) throws Stop {
        byte[] bytes = read(name);
        SnapshotFile.Content content = content(bytes, name);
        String hash = Integer.toHexString(content.hash());
        String revision = Long.toUnsignedString(content.image().index());
        List<String> row = List.of(hash, revision, String.valueOf(content.keys()), humanSize(bytes.length));
        terminal.say(
                switch (format) {
                    case "simple" -> String.join(", ", row);
                    case "json" -> {
                        JsonWriter json = new JsonWriter().open();
                        json.member("hash", Integer.toUnsignedLong(content.hash()));
                        json.unsigned("revision", content.image().index());
                        json.member("totalKey", content.keys()).member("totalSize", bytes.length);
                        yield new String(json.close().toByteArray(), StandardCharsets.UTF_8);
                    }
                    case "fields" ->
                        "\"Hash\" : " + Integer.toUnsignedLong(content.hash()) + "\n\"Revision\" : " + revision
                                + "\n\"Keys\" : " + content.keys() + "\n\"Size\" : " + bytes.length;
                    case "table" -> table(List.of("HASH", "REVISION", "TOTAL KEYS", "TOTAL SIZE"), row);
                    default -> throw fault("no such format: " + format + "; give simple, json, table or fields");
                });
        return ExitCode.OK;
    }

    static ExitCode restore(
            String name,
            String member,
            String founders,
            String token,
            List<String> peerUrls,
            DataDirs.Place to,
            Terminal terminal)
            throws Stop {
        SnapshotFile.Content content = content(read(name), name);
        try {
            NewCluster cluster = NewCluster.of(member, founders, token, peerUrls);
            return new DataDirs(terminal).restore(cluster, to, content.image());
        } catch (IllegalArgumentException e) {
            throw fault(String.valueOf(e.getMessage()));
        }
    }

    private static byte[] read(String name) throws Stop {
        try {
            return Files.readAllBytes(Path.of(name));
        } catch (IOException e) {
            throw fault("cannot read " + name + ": " + e);
        }
    }

    private static SnapshotFile.Content content(byte[] bytes, String name) throws Stop {
        try {
            return SnapshotFile.read(bytes);
        } catch (MalformedBytesException e) {
            throw fault(name + " " + e.getMessage());
        }
    }

    private static Stop fault(String message) {
        return new Stop(ExitCode.BAD_ARGUMENTS, "Error: " + message);
    }

    private static String table(List<String> heads, List<String> row) {
        StringBuilder rule = new StringBuilder("+");
        StringBuilder head = new StringBuilder("|");
        StringBuilder body = new StringBuilder("|");
        for (int i = 0; i < heads.size(); i++) {
            int width = Math.max(heads.get(i).length(), row.get(i).length());
            rule.append("-".repeat(width + 2)).append('+');
            head.append(' ').append(centred(heads.get(i), width)).append(" |");
            body.append(' ')
                    .append(" ".repeat(width - row.get(i).length()))
                    .append(row.get(i))
                    .append(" |");
        }
        return rule + "\n" + head + "\n" + rule + "\n" + body + "\n" + rule;
    }

    private static String centred(String text, int width) {
        int left = (width - text.length()) / 2;
        return " ".repeat(left) + text + " ".repeat(width - text.length() - left);
    }

    // As the original shows it: decimal units, two digits.
    private static String humanSize(long bytes) {
        if (bytes < 10) {
            return bytes + " B";
        }
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        int unit = (int) Math.min(units.length - 1, Math.floor(Math.log10((double) bytes) / 3));
        double value = Math.floor(bytes / Math.pow(1000, unit) * 10 + 0.5) / 10;
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }
}
