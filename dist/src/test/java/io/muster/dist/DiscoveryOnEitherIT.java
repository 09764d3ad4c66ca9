package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Either discovery service works on either keyspace: the original on ours brings together our nodes, ours on a real
/// etcd brings together real ones. Whatever they are called, and in whatever order they come.
class DiscoveryOnEitherIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final List<String> OURS =
            List.of(Image.current().program("keyspace-server").toString());

    // By name, by id and by time they come in three different orders.
    private static final List<String> ONE_BY_ONE = List.of("zeta", "10", "Core-2.example_x");
    private static final List<String> AT_ONCE = List.of("a", "b10", "b2");

    @TempDir
    private Path directory;

    @Test
    void theOriginalOnOurKeyspaceBringsOurNodesTogether() throws Exception {
        Path original = Tool.require("discovery.etcd.io", "etcd-discovery");
        String address = "127.0.0.1:" + Ports.free(1);
        try (StaticCluster store = StaticCluster.start(OURS, directory, 1);
                ServerProcess _ = ServerProcess.start(
                        "discovery",
                        directory,
                        Map.of(),
                        List.of(
                                original.toString(),
                                "--addr=" + address,
                                "--host=http://" + address,
                                "--etcd=" + store.client(0).base()))) {
            assertNodesMeet(OURS, new V2Client("http://" + address));
        }
    }

    @Test
    void oursOnRealEtcdBringsRealNodesTogether() throws Exception {
        List<String> etcd = Tool.requireEtcd().command();
        String address = "127.0.0.1:" + Ports.free(1);
        try (StaticCluster store = StaticCluster.start(etcd, directory, 1);
                ServerProcess _ = ServerProcess.start(
                        "discovery",
                        directory,
                        Map.of(),
                        List.of(
                                Image.current().program("discovery-server").toString(),
                                "--addr",
                                address,
                                "--etcd",
                                store.client(0).base()))) {
            assertNodesMeet(etcd, new V2Client("http://" + address));
        }
    }

    private void assertNodesMeet(List<String> program, V2Client discovery) throws Exception {
        Eventually.await(
                "the discovery server", LIMIT, () -> discovery.get("/health").ok());
        assertNodesMeet(program, discovery, ONE_BY_ONE, true);
        assertNodesMeet(program, discovery, AT_ONCE, false);
    }

    /// @param oneByOne each comes when the one before it has registered
    private void assertNodesMeet(List<String> program, V2Client discovery, List<String> names, boolean oneByOne)
            throws IOException {
        String url = discovery.get("/new?size=" + names.size()).body();
        String token = url.substring(url.lastIndexOf('/'));
        List<BornMember> nodes = new ArrayList<>();
        try {
            for (String name : names) {
                nodes.add(BornMember.start(program, directory.resolve(token.substring(1)), name, url));
                if (oneByOne) {
                    Eventually.await(
                            "the registration of " + name,
                            LIMIT,
                            () -> discovery.get(token).body().contains(name + "="));
                }
            }
            nodes.forEach(BornMember::awaitHealthy);
            for (BornMember node : nodes) {
                Set<String> met = new TreeSet<>();
                node.client()
                        .get("/v2/members")
                        .json()
                        .path("members")
                        .forEach(member -> met.add(member.path("name").asText()));
                assertEquals(new TreeSet<>(names), met);
            }
            assertTrue(nodes.getFirst().client().set("/met", "through " + url).ok());
            String kept =
                    nodes.getLast().client().get("/v2/keys/met?quorum=true").body();
            assertTrue(kept.contains("through " + url), kept);
        } finally {
            nodes.forEach(BornMember::close);
        }
    }
}
