package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.bench.V2Client;
import io.muster.bench.overload.FloodKind;
import io.muster.bench.overload.OverloadBench;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Floods beyond every limit refuse, cut and lose nothing of those who were there before. How long those wait is
/// measured by `./muster bench overload`.
class OverloadIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int FILES = 400;

    @TempDir
    Path directory;

    @Test
    void whoWasThereBeforeAFloodIsServedAllTheWhile() throws Exception {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8)) {
            OverloadBench.run(
                    new OverloadBench.Plan(
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(3),
                            Map.of(
                                    FloodKind.CONNECTIONS, 500,
                                    FloodKind.BODIES, 8,
                                    FloodKind.SLOW_HEADS, 100,
                                    FloodKind.WATCHES, 400),
                            List.of(
                                    "--max-connections=300",
                                    "--max-watches=200",
                                    "--max-body-bytes=40000000",
                                    "--client-timeout=1000"),
                            directory),
                    out);
        }
        String report = text.toString(StandardCharsets.UTF_8);
        System.out.print(report);
        String refusals = report.lines()
                .filter(line -> line.startsWith("refused, by limit: "))
                .findFirst()
                .orElseThrow();
        for (String limit : List.of("connections", "watches", "request-bytes", "client-timeout")) {
            assertTrue(refusals.matches(".*\"" + limit + "\"} [1-9].*"), limit + " refused nobody: " + report);
        }
    }

    /// Connections use up files, and a log that cannot open its next one would stop the member.
    @Test
    void aFloodLeavesTheMemberTheFilesThatItNeeds() throws Exception {
        int port = Ports.free(2);
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + (port + 1);
        List<String> command = List.of(
                "sh",
                "-c",
                "ulimit -n " + FILES + "; exec \"$0\" \"$@\"",
                Image.current().program("keyspace-server").toString(),
                "--data-dir=" + directory.resolve("data"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer);
        List<Socket> crowd = new ArrayList<>();
        try (ServerProcess member = ServerProcess.start("few-files", directory, Map.of(), command)) {
            V2Client before = new V2Client(client);
            Eventually.await("the member", LIMIT, () -> {
                member.requireAlive();
                return before.set("/before", "1").ok();
            });
            for (int i = 0; i < 2 * FILES; i++) {
                crowd.add(new Socket(InetAddress.getLoopbackAddress(), port));
            }
            for (int i = 0; i < 100; i++) {
                V2Client.Reply reply = before.set("/beside", String.valueOf(i));
                assertTrue(reply.ok(), reply::toString);
            }
            member.requireAlive();
            assertFalse(member.output().contains("Too many open files"), member.output());
        } finally {
            for (Socket each : crowd) {
                each.close();
            }
        }
    }
}
