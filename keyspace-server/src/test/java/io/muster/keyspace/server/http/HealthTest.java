package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.server.DiskReport;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Failure NO_SPACE = new Failure(ErrorCode.RAFT_INTERNAL, "etcdserver: no space \"left\"", 0);

    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        server = LocalServer.start(new ManualClock());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aHealthyMemberAnswersInTheOriginalsBytes() throws Exception {
        HttpResponse<String> answer = get("/health");
        assertEquals(200, answer.statusCode());
        assertEquals("{\"health\": \"true\"}", answer.body());
    }

    @Test
    void aSlowDiskIsNamedAndStillHealthy() throws Exception {
        server.serveFrom(new DiskReport(Duration.ofMillis(2100), 5, null));
        HttpResponse<String> answer = get("/health");
        assertEquals(200, answer.statusCode());
        assertEquals(
                "{\"health\":\"true\",\"reason\":\"the disk is slow: writing to the log took 2100 ms\"}",
                answer.body());
    }

    @Test
    void aMemberWithoutSpaceIsUnhealthyForThatReason() throws Exception {
        server.serveFrom(new DiskReport(Duration.ZERO, 0, NO_SPACE));
        HttpResponse<String> answer = get("/health");
        assertEquals(503, answer.statusCode());
        assertEquals("{\"health\":\"false\",\"reason\":\"etcdserver: no space \\\"left\\\"\"}", answer.body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(server.uri(path)).build(), BodyHandlers.ofString());
        }
    }
}
