package io.muster.keyspace.server.proxy;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a proxy knows over a restart: where the members' peer ports were last. It is `proxy/cluster` in the data
/// directory, `{"PeerURLs":[...]}`, as etcd 2.3 writes it.
public final class ClusterFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Path file;

    private ClusterFile(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("cluster");
    }

    /// Whether a proxy has used the directory before.
    public static boolean isProxy(Path dataDir) {
        return Files.isDirectory(dataDir.resolve("proxy"));
    }

    /// The file of a data directory, which becomes a proxy's with this.
    public static ClusterFile in(Path dataDir) throws IOException {
        return inPart(dataDir.resolve("proxy"));
    }

    /// The file of a standby, whose data directory may become a member's.
    public static ClusterFile ofStandby(Path dataDir) throws IOException {
        return inPart(dataDir.resolve("standby"));
    }

    private static ClusterFile inPart(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        return new ClusterFile(directory);
    }

    /// The peer URLs it holds; empty when there is no file.
    ///
    /// @throws IOException naming the file when it cannot be read or understood
    public Optional<List<String>> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            List<String> urls = new ArrayList<>();
            for (JsonNode url : JSON.readTree(Files.readAllBytes(file)).path("PeerURLs")) {
                urls.add(url.asText());
            }
            if (urls.isEmpty()) {
                throw new IOException("there are no PeerURLs in it");
            }
            return Optional.of(List.copyOf(urls));
        } catch (IOException e) {
            throw new IOException(
                    "cannot read the proxy's cluster file " + file + ": " + e.getMessage()
                            + "; remove it to look for the members anew",
                    e);
        }
    }

    /// Writes it anew; after a crash there is the former or the new one.
    void write(List<String> peerUrls) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode urls = json.putArray("PeerURLs");
        peerUrls.forEach(urls::add);
        Path draft = directory.resolve("cluster.bak");
        try (FileChannel channel = FileChannel.open(draft, CREATE, TRUNCATE_EXISTING, WRITE)) {
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(json));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel entries = FileChannel.open(directory, READ)) {
            entries.force(true);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
