package io.muster.keyspace.server;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What monitoring finds on the port of a whole server: etcd's names, and values that come from where they say.
class MetricsTest {
    private static final String URL = "http://127.0.0.1:";

    @TempDir
    Path dir;

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = KeyspaceServerTest.freePort();
    private KeyspaceServer server;

    @BeforeEach
    void start() throws Exception {
        String client = URL + port;
        String peer = URL + KeyspaceServerTest.freePort();
        server = KeyspaceServer.start(ServerConfig.parse(
                List.of(
                        "--name=m1",
                        "--data-dir=" + dir.resolve("m1"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--snapshot-count=100"),
                Map.of()));
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @Test
    void familiesHaveTheNamesThatDashboardsAskFor() throws Exception {
        put("/a");
        get("/v2/keys/a?quorum=true");
        get("/v2/keys/missing");

        String families = get("/metrics")
                .lines()
                .filter(line -> line.matches("# TYPE (etcd|muster|process)_.*"))
                .map(line -> line.substring("# TYPE ".length()))
                .sorted()
                .collect(joining("\n"));

        assertEquals("""
                etcd_cluster_version gauge
                etcd_debugging_snap_save_total_duration_seconds histogram
                etcd_debugging_snap_save_total_duration_seconds_max gauge
                etcd_debugging_store_expires_total counter
                etcd_debugging_store_reads_failed_total counter
                etcd_debugging_store_reads_total counter
                etcd_debugging_store_watch_requests_total counter
                etcd_debugging_store_watchers gauge
                etcd_debugging_store_writes_failed_total counter
                etcd_debugging_store_writes_total counter
                etcd_disk_wal_fsync_duration_seconds histogram
                etcd_disk_wal_fsync_duration_seconds_max gauge
                etcd_http_failed_total counter
                etcd_http_received_total counter
                etcd_http_successful_duration_seconds histogram
                etcd_http_successful_duration_seconds_max gauge
                etcd_server_has_leader gauge
                etcd_server_id gauge
                etcd_server_is_leader gauge
                etcd_server_leader_changes_seen_total counter
                etcd_server_proposals_applied_total counter
                etcd_server_proposals_committed_total counter
                etcd_server_proposals_failed_total counter
                etcd_server_proposals_pending gauge
                etcd_server_read_indexes_failed_total counter
                etcd_server_version gauge
                etcd_snap_fsync_duration_seconds histogram
                etcd_snap_fsync_duration_seconds_max gauge
                etcd_store_expires_total counter
                etcd_store_reads_failed_total counter
                etcd_store_reads_total counter
                etcd_store_watch_requests_total counter
                etcd_store_watchers gauge
                etcd_store_writes_failed_total counter
                etcd_store_writes_total counter
                muster_disk_free_bytes gauge
                muster_disk_wait_seconds gauge
                muster_limit gauge
                muster_limit_refused_total counter
                muster_limit_used gauge
                muster_writes_refused gauge
                process_cpu_seconds_total counter
                process_max_fds gauge
                process_open_fds gauge
                process_resident_memory_bytes gauge
                process_start_time_seconds gauge
                process_virtual_memory_bytes gauge""", families);
    }

    @Test
    void valuesComeFromTheEngineTheLogAndTheRequests() throws Exception {
        for (int i = 0; i < 20; i++) {
            put("/a");
        }
        get("/v2/keys/a?quorum=true");

        assertEquals(1, value("etcd_server_has_leader"));
        assertEquals(1, value("etcd_server_is_leader"));
        assertEquals(1, value("etcd_server_leader_changes_seen_total"));
        assertEquals(1, value("etcd_server_id{server_id=\"" + server.self().hexId() + "\"}"));
        assertEquals(0, value("etcd_server_proposals_pending"));
        assertEquals(0, value("etcd_server_proposals_failed_total"));
        assertEquals((double) server.status().index(), value("etcd_server_proposals_applied_total"));
        assertEquals((double) server.status().index(), value("etcd_server_proposals_committed_total"));
        assertTrue(value("etcd_disk_wal_fsync_duration_seconds_count") >= 20);
        assertEquals(20, value("etcd_http_successful_duration_seconds_count{method=\"PUT\"}"));
        assertEquals(1, value("etcd_http_received_total{method=\"QGET\"}"));
        assertTrue(value("muster_disk_free_bytes") > 0);
        assertEquals(0, value("muster_disk_wait_seconds"));
        assertEquals(0, value("muster_writes_refused"));
        assertTrue(value("process_open_fds") > 0);
    }

    private double value(String series) throws Exception {
        List<String> found = get("/metrics")
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .toList();
        assertEquals(1, found.size(), series);
        return Double.parseDouble(found.getFirst().substring(series.length() + 1));
    }

    private void put(String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(URL + port + "/v2/keys" + key))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString("value=1"))
                .build();
        assertTrue(http.send(request, BodyHandlers.ofString()).statusCode() < 300);
    }

    private String get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(URL + port + path)).build(), BodyHandlers.ofString())
                .body();
    }
}
