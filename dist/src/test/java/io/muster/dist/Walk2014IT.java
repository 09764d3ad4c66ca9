package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The walk that guides of 2014 took with etcd 0.4, on its ports, with curl and its variables: a private discovery
/// registry, three machines that find each other by it, and the administrator's paths on the peer port.
class Walk2014IT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<Integer> CLIENT_PORTS = List.of(4001, 4002, 4003);
    private static final List<Integer> PEER_PORTS = List.of(7001, 7002, 7003);

    private final List<ServerProcess> machines = new ArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void stopAll() {
        machines.reversed().forEach(ServerProcess::kill);
    }

    @Test
    void theGuidesOf2014Work() throws IOException {
        Tool.require("curl", "curl");
        Stream.of(CLIENT_PORTS, PEER_PORTS)
                .flatMap(List::stream)
                .filter(port -> !Ports.isFree(port))
                .forEach(port -> Tool.leaveOut("left out: somebody listens on port " + port));
        int port = Ports.free(2);
        String registry = "http://127.0.0.1:" + port + "/v2/keys/_etcd/registry/walk";
        machines.add(ServerProcess.start(
                "registry",
                directory,
                Map.of(),
                List.of(
                        Image.current().program("etcd").toString(),
                        "--listen-client-urls=http://127.0.0.1:" + port,
                        "--advertise-client-urls=http://127.0.0.1:" + port,
                        "--listen-peer-urls=http://127.0.0.1:" + (port + 1),
                        "--initial-advertise-peer-urls=http://127.0.0.1:" + (port + 1))));
        Eventually.await("the registry", LIMIT, () -> curl("http://127.0.0.1:" + port + "/health")
                .contains("true"));
        for (int i = 0; i < 3; i++) {
            int last = i;
            start(i, registry);
            Eventually.await("machine " + i, LIMIT, () -> {
                machines.getLast().requireAlive();
                return curl(client(last) + "/v2/keys/_etcd/machines/core" + last)
                        .contains("\"action\":\"get\"");
            });
        }

        assertEquals("etcd 0.4.6", curl(client(0) + "/version"));
        assertTrue(curl(registry).contains("\"value\":\"http://127.0.0.1:7002\",\"expiration\":"), curl(registry));
        assertTrue(curl(client(2) + "/v2/keys/testkey", "-XPUT", "-d", "value=hello world")
                .startsWith("{\"action\":\"set\",\"node\":{\"key\":\"/testkey\",\"value\":\"hello world\","));
        assertTrue(curl(client(0) + "/v2/keys/testkey").contains("\"value\":\"hello world\""));
        assertTrue(curl(client(0) + "/v2/keys/?recursive=true").contains("\"key\":\"/testkey\""));
        assertTrue(curl(client(1) + "/v2/keys/_etcd/machines/core0")
                .contains("\"value\":\"etcd=http%3A%2F%2F127.0.0.1%3A4001\\u0026raft=http%3A%2F%2F127.0.0.1%3A7001\""));
        assertEquals("http://127.0.0.1:7001", curl(client(1) + "/v2/leader"));
        assertAdministers();
    }

    private void assertAdministers() throws IOException {
        assertEquals("{\"activeSize\":9,\"removeDelay\":1800,\"syncInterval\":5}", curl(peer(0) + "/v2/admin/config"));
        assertEquals(
                "{\"activeSize\":3,\"removeDelay\":600,\"syncInterval\":5}",
                curl(peer(1) + "/v2/admin/config", "-XPUT", "-d", "{\"activeSize\":3,\"removeDelay\":600}"));
        assertTrue(curl(peer(2) + "/v2/admin/machines")
                .contains(
                        "{\"name\":\"core0\",\"state\":\"leader\",\"clientURL\":\"http://127.0.0.1:4001\",\"peerURL\":"
                                + "\"http://127.0.0.1:7001\"}"));
        ServerProcess removed = machines.getLast();
        curl(peer(0) + "/v2/admin/machines/core2", "-XDELETE");
        assertEquals(0, removed.exitCode(LIMIT));
        Eventually.await("two machines", LIMIT, () -> !curl(peer(1) + "/v2/admin/machines")
                .contains("core2"));
    }

    private void start(int i, String registry) {
        machines.add(ServerProcess.start(
                "core" + i,
                directory,
                Map.of(
                        "ETCD_COMPAT", "0.4",
                        "ETCD_NAME", "core" + i,
                        "ETCD_ADDR", "127.0.0.1:" + CLIENT_PORTS.get(i),
                        "ETCD_PEER_ADDR", "127.0.0.1:" + PEER_PORTS.get(i),
                        "ETCD_DISCOVERY", registry),
                List.of(Image.current().program("etcd").toString())));
    }

    private String curl(String url, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("curl", "-s", "-L", url));
        command.addAll(List.of(options));
        return Command.run(directory, command.toArray(String[]::new)).output();
    }

    private static String client(int i) {
        return "http://127.0.0.1:" + CLIENT_PORTS.get(i);
    }

    private static String peer(int i) {
        return "http://127.0.0.1:" + PEER_PORTS.get(i);
    }
}
