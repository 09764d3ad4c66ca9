package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Three servers that keep their tokens together.
class GroupedServersTest {
    private static final int SERVERS = 3;
    private static final List<LocalService> SERVICES = new ArrayList<>();

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        List<String> peers = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            peers.add("http://127.0.0.1:" + freePort());
        }
        String cluster = IntStream.range(0, SERVERS)
                .mapToObj(i -> "d" + i + "=" + peers.get(i))
                .collect(Collectors.joining(","));
        for (int i = 0; i < SERVERS; i++) {
            SERVICES.add(LocalService.start(
                    "--initial-cluster",
                    cluster,
                    "--name",
                    "d" + i,
                    "--data-dir",
                    directory.resolve("d" + i).toString()));
        }
        // answered once there is a leader, after a few seconds at most
        HttpResponse<String> first = SERVICES.getFirst().get("/health");
        for (int tries = 0; first.statusCode() != 200 && tries < 5; tries++) {
            first = SERVICES.getFirst().get("/health");
        }
        assertEquals(200, first.statusCode(), first.body());
    }

    @AfterAll
    static void stop() {
        SERVICES.forEach(LocalService::close);
        SERVICES.clear();
    }

    @Test
    void whatOneConfirmedTheOthersKnow() throws Exception {
        for (int i = 0; i < 20; i++) {
            LocalService giver = SERVICES.get(i % SERVERS);
            LocalService asked = SERVICES.get((i + 1) % SERVERS);
            String path = path(giver.newToken(2));

            assertTrue(asked.get(path + "/_config/size").body().contains("\"value\":\"2\""), path);
            assertEquals(201, register(asked, path, "a1", "n1", 1));
            assertEquals(412, register(giver, path, "a1", "n1", 1));
        }
    }

    @Test
    void nameIsGivenOnceWhereverItIsAskedFor() throws Exception {
        for (int round = 0; round < 20; round++) {
            String path = path(SERVICES.get(round % SERVERS).newToken(3));
            List<CompletableFuture<HttpResponse<String>>> racers = new ArrayList<>();
            for (int i = 0; i < SERVERS; i++) {
                LocalService service = SERVICES.get(i);
                racers.add(service.begin(service.request(
                                "PUT",
                                path + "/id" + i + "?prevExist=false",
                                "value=same=http://10.0.0." + (i + 1) + ":2380")
                        .build()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> racer : racers) {
                statuses.add(racer.get(10, TimeUnit.SECONDS).statusCode());
            }

            assertEquals(List.of(201, 400, 400), statuses.stream().sorted().toList());
        }
    }

    @Test
    void waitAtOneHearsOfARegistrationAtAnother() throws Exception {
        String path = path(SERVICES.get(0).newToken(2));
        SERVICES.get(1).get(path);
        try (HeldAnswer held = HeldAnswer.begin(SERVICES.get(1).server().port(), path + "?wait=true&recursive=true")) {
            assertEquals(201, register(SERVICES.get(2), path, "a1", "n1", 1));

            assertTrue(held.nextLine().contains("n1=http://10.0.0.1:2380"));
        }
    }

    private static int register(LocalService service, String path, String id, String name, int host) throws Exception {
        return service.send(
                        "PUT",
                        path + "/" + id + "?prevExist=false",
                        "value=" + name + "=http://10.0.0." + host + ":2380")
                .statusCode();
    }

    private static String path(String url) {
        return url.substring(url.lastIndexOf('/'));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
