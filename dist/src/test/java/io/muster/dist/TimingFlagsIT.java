package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `--heartbeat-interval` and `--election-timeout` count in milliseconds: two groups that differ in nothing else are
/// compared, never a group with a clock.
class TimingFlagsIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MANY_BYTES = 2_000;

    @TempDir
    private Path directory;

    @Test
    void aGroupWithLongerTimesSendsFewerHeartbeatsAndWaitsLongerForALostLeader() throws IOException {
        try (StaticCluster quick = start("quick", "100", "1000");
                StaticCluster patient = start("patient", "1000", "15000")) {
            int quickLeader = quick.leader();
            int patientLeader = patient.leader();
            long patientTerm = term(patient.client(patientLeader));
            assertHeartbeats(quick.client(quickLeader), patient.client(patientLeader));

            patient.process(patientLeader).kill();
            quick.process(quickLeader).kill();

            int next = quick.leader();
            assertTrue(next != quickLeader);
            for (int member = 0; member < patient.size(); member++) {
                if (member != patientLeader) {
                    assertFalse(patient.client(member).leads(), "elected as soon as a group with a short timeout");
                    assertEquals(patientTerm, term(patient.client(member)));
                }
            }
        }
    }

    // Nobody writes: what a leader sends is heartbeats.
    private static void assertHeartbeats(V2Client quick, V2Client patient) throws IOException {
        double quickBefore = bytesSent(quick);
        double patientBefore = bytesSent(patient);
        Eventually.await("many heartbeats", LIMIT, () -> bytesSent(quick) > quickBefore + MANY_BYTES);
        double sent = bytesSent(patient) - patientBefore;
        assertTrue(sent < MANY_BYTES / 2.0, () -> "heartbeats ten times as far apart came to " + sent + " bytes");
        Eventually.await("a heartbeat", LIMIT, () -> bytesSent(patient) > patientBefore);
    }

    private StaticCluster start(String name, String heartbeat, String election) {
        List<String> program = List.of(
                Image.current().program("keyspace-server").toString(),
                "--heartbeat-interval=" + heartbeat,
                "--election-timeout=" + election);
        return StaticCluster.start(program, directory.resolve(name), 3);
    }

    private static double bytesSent(V2Client client) throws IOException {
        return client.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("etcd_network_peer_sent_bytes_total"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static long term(V2Client client) throws IOException {
        return client.get("/debug/vars").json().path("raft.status").path("term").asLong();
    }
}
