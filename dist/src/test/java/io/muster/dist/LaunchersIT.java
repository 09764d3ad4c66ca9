package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchersIT {
    // in this mode a JVM whose archive cannot be used does not start
    private static final String TELL_CLASSES = "-Xshare:on -Xlog:class+load:file=classes";

    private final Image image = Image.current();

    @TempDir
    private Path directory;

    @Test
    void worksFromAnyDirectoryThroughALinkToALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("etcd"), image.program("etcd"));
        Path second = Files.createSymbolicLink(directory.resolve("my etcd"), link);

        Command version = Command.run(directory, second.toString(), "--version");

        assertEquals(0, version.exitCode(), version.errors());
        assertTrue(version.output().startsWith("etcd Version: "), version.output());
    }

    @Test
    void everyProgramTellsItsVersionOrUsage() {
        for (String name : List.of("keyspace-server", "etcd", "etcdctl", "node-agent")) {
            Command version = Command.run(directory, image.program(name).toString(), "--version");
            assertEquals(0, version.exitCode(), name + ": " + version.errors());
            assertFalse(version.output().isBlank(), name);
        }
    }

    @Test
    void everyProgramStartsFromAnArchiveThatFits() throws IOException {
        for (List<String> line : List.of(
                List.of("keyspace-server", "--version"),
                List.of("etcdctl", "--version"),
                List.of("node-agent", "explain", "hostname"))) {
            List<String> command = new ArrayList<>(line);
            command.set(0, image.program(line.getFirst()).toString());
            Command run = Command.run(directory, Map.of("MUSTER_JAVA_OPTS", TELL_CLASSES), command);

            assertEquals(0, run.exitCode(), line + ": " + run.output() + run.errors());
            requireReady(90);
        }
    }

    @Test
    void anArchiveThatDoesNotFitIsPassedOverInSilence() throws IOException {
        Path home = Files.createDirectories(directory.resolve("an image"));
        Files.createSymbolicLink(home.resolve("lib"), image.home().resolve("lib"));
        Files.createSymbolicLink(home.resolve("launch"), image.home().resolve("launch"));
        Files.createDirectories(home.resolve("bin"));
        Path program = Files.copy(image.program("keyspace-server"), home.resolve("bin/keyspace-server"));
        Files.writeString(
                Files.createDirectories(home.resolve("cds")).resolve("servers.jsa"), "the work of another JVM");

        Command version = Command.run(directory, program.toString(), "--version");

        assertEquals(0, version.exitCode(), version.errors());
        assertTrue(version.output().startsWith("etcd Version: "), version.output());
        assertEquals("", version.errors());
    }

    @Test
    void theCallersPidIsTheServersAndSigtermStopsItCleanly() throws IOException {
        int port = Ports.free(2);
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + (port + 1);
        try (ServerProcess server = ServerProcess.start(
                "lone",
                directory,
                Map.of("MUSTER_JAVA_OPTS", TELL_CLASSES),
                List.of(
                        image.program("keyspace-server").toString(),
                        "--listen-client-urls",
                        client,
                        "--advertise-client-urls",
                        client,
                        "--listen-peer-urls",
                        peer,
                        "--initial-advertise-peer-urls",
                        peer,
                        "--initial-cluster",
                        "default=" + peer))) {
            V2Client asked = new V2Client(client);
            Eventually.await("the lone member to be healthy", Duration.ofSeconds(20), asked::healthy);
            ProcessHandle handle = ProcessHandle.of(server.pid()).orElseThrow();

            assertTrue(handle.info().command().orElse("").endsWith(java()), handle.info() + "");
            assertEquals(List.of(), handle.children().toList());
            assertTrue(asked.set("/a", "1").ok());
            assertEquals(0, server.stop(), server.output());
        }
        requireReady(75);
    }

    /// Of the classes that a program used so many percent came ready-made from its archive.
    private void requireReady(int percent) throws IOException {
        List<String> classes = Files.readAllLines(directory.resolve("classes"));
        long ready = classes.stream()
                .filter(line -> line.contains("source: shared objects file"))
                .count();
        assertTrue(
                ready * 100 >= (long) classes.size() * percent,
                "only " + ready + " of " + classes.size()
                        + " classes were in the archive: ./muster train makes the lists in dist/cds anew");
    }

    // a JDK whose modules are a package of their own, and not installed, links no runtime
    private String java() {
        Path runtime = image.home().resolve("runtime/bin/java");
        return Files.exists(runtime) ? runtime.toString() : "/java";
    }
}
