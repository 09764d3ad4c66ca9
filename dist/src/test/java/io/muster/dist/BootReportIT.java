package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.bench.BootedCluster;
import io.muster.bench.BootedNode;
import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How a boot went, where people look for it: on the machine, and on the discovery page of its token.
class BootReportIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String USER_DATA = """
            #cloud-config
            nobody_knows_this_key: hush
            write_files:
              - path: /etc/motd
                content: welcome
            coreos:
              etcd2:
                discovery: <token>
                initial-advertise-peer-urls: http://$private_ipv4:2380
                advertise-client-urls: http://$private_ipv4:2379
                listen-client-urls: http://127.0.0.1:2379
                listen-peer-urls: http://127.0.0.1:2380
              units:
                - name: etcd2.service
                  command: start
            """;

    @TempDir
    private Path directory;

    private BootedCluster cluster;

    @BeforeEach
    void startDiscovery() throws IOException {
        Path userData = Files.writeString(directory.resolve("user-data"), USER_DATA);
        cluster = BootedCluster.start(Image.current(), directory, userData, Ports.free(1));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void aBootIsToldOnThePageOfItsTokenAndOnTheMachine() throws IOException, InterruptedException {
        assertEquals(3, status(directory.resolve("core-01")).exitCode(), "nothing has booted here");
        String token = cluster.newToken(2);
        BootedNode first = cluster.boot("core-01", Ports.free(BootedNode.PORTS), token);

        // also while its member waits for another
        String told = reportOf("core-01", token);

        assertTrue(told.startsWith("applied    from " + directory.resolve("user-data")), told);
        assertTrue(told.contains("done       write /etc/motd"), told);
        assertTrue(told.contains("left       start etcd2.service"), told);
        assertFalse(told.contains("hush") || told.contains("nobody_knows"), "findings quote the user-data: " + told);
        assertTrue(page(token).contains("Boot report"), "no report on the page");
        assertTrue(page(token).contains("done       write /etc/motd"), "not that report");

        cluster.boot("core-02", Ports.free(BootedNode.PORTS), token);
        cluster.awaitHealthy();
        assertTrue(reportOf("core-02", token).contains("write /etc/motd"));
        assertEquals(0, first.process().stop());
        cluster.reboot(first, token);
        Eventually.await("the report of the second boot", LIMIT, () -> reportOf("core-01", token)
                .contains("unchanged  write /etc/motd"));
        theMachineTellsMore(first.root());
    }

    private void theMachineTellsMore(Path root) throws IOException {
        Command people = status(root);
        assertEquals(0, people.exitCode(), people.toString());
        assertTrue(people.output().startsWith("applied    from " + directory.resolve("user-data")), people.output());
        assertTrue(people.output().contains(":2:1: warning: "), people.output());
        assertTrue(people.output().contains("7 bytes  # write_files[0]\n"), people.output());

        Command programs = status(root, "--json", "--wait");
        assertEquals(0, programs.exitCode(), programs.toString());
        JsonNode report = new ObjectMapper().readTree(programs.output());
        assertEquals("applied", report.path("state").asText());
        assertEquals("core-01", report.path("member").asText());
        assertTrue(report.path("finished").asText().matches("20.*Z"), report.toString());
        Path file = root.resolve("run/muster/boot-report.json");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aReportIsSentAgainOnDemandAndNeverFailsAnything() throws IOException {
        String token = cluster.newToken(1);
        BootedNode node = cluster.boot("core-01", Ports.free(BootedNode.PORTS), token);
        reportOf("core-01", token);

        assertEquals("report sent to " + token, report(node.root()));

        Path file = node.root().resolve("run/muster/boot-report.json");
        String saved = Files.readString(file);
        Files.writeString(file, saved.replace("\"core-01\"", "\"another\""));
        assertEquals("report not sent to " + token + ": another has not registered", report(node.root()));
        Files.writeString(file, saved.replaceAll("\"discovery\" : \"[^\"]*\"", "\"discovery\" : null"));
        assertEquals("this machine registers nowhere, so its report is not sent", report(node.root()));
        Files.delete(file);
        assertEquals("there is no report of this boot, so none is sent", report(node.root()));
    }

    /// The text on the page of a token, as a program reads it.
    private String reportOf(String name, String token) {
        return Eventually.await(
                "the report of " + name,
                LIMIT,
                () -> {
                    cluster.nodes().forEach(node -> node.process().requireAlive());
                    for (JsonNode member : cluster.discovery()
                            .get(token.substring(cluster.discovery().base().length()) + "/_status")
                            .json()
                            .path("members")) {
                        if (member.path("name").asText().equals(name)) {
                            return member.path("report").path("text").asText();
                        }
                    }
                    return "";
                },
                text -> !text.isEmpty());
    }

    private static String page(String token) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(token))
                                    .header("Accept", "text/html")
                                    .timeout(LIMIT)
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }

    private Command status(Path root, String... options) {
        return agent("status", root, options);
    }

    /// The one line that comes of sending the report below a folder.
    private String report(Path root) {
        Command sent = agent("report", root, "--patience", "0");
        assertEquals(0, sent.exitCode(), sent.toString());
        assertEquals("", sent.errors());
        return sent.output().strip();
    }

    private Command agent(String command, Path root, String... options) {
        List<String> line = new ArrayList<>(
                List.of(Image.current().program("node-agent").toString(), command, "--root", root.toString()));
        line.addAll(List.of(options));
        return Command.run(directory, line.toArray(String[]::new));
    }
}
