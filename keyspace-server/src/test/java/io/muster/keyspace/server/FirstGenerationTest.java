package io.muster.keyspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.keyspace.server.Servers.Place;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Machines started with the flags of etcd 0.4, which find each other as those did.
class FirstGenerationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORM = "application/x-www-form-urlencoded";

    private final List<Node> running = new ArrayList<>();
    private Servers servers;
    private Place store;
    private String token;

    @BeforeEach
    void startStore(@TempDir Path root) throws Exception {
        servers = new Servers(root);
        store = servers.place("store");
        servers.start(store, "--initial-cluster=" + store.listed());
        token = store.clientUrl() + "/v2/keys/_etcd/registry/token";
    }

    @AfterEach
    void stop() {
        running.reversed().forEach(Node::close);
        servers.close();
    }

    @Test
    void firstMachineLeadsAtOnceAndTheOthersFindItByDiscovery() throws Exception {
        Place m0 = start("m0", "-discovery", token, "-cluster-active-size=3");
        eventually("m0 leads alone", () -> servers.put(m0, "/testkey", "hello") == 201);
        Place m1 = start("m1", "-discovery", token);
        Place m2 = start("m2", "-discovery", token);

        assertEquals(
                "started",
                value(store, "/_etcd/registry/token/_state").path("value").asText());
        JsonNode registered = value(store, "/_etcd/registry/token/m1");
        assertEquals(m1.peerUrl(), registered.path("value").asText());
        assertTrue(registered.path("ttl").asInt() > 604_000, registered.toString());
        eventually("all three count", () -> knows(m0, m0, m1, m2));
        eventually("writes by the last", () -> servers.put(m2, "/testkey", "again") == 200);
        assertEquals("again", value(m0, "/testkey").path("value").asText());
        assertEquals(
                "etcd=" + encoded(m2.clientUrl()) + "&raft=" + encoded(m2.peerUrl()),
                value(m0, "/_etcd/machines/m2").path("value").asText());
        eventually(
                "the founder's flags are kept",
                () -> value(m1, "/_etcd/config").path("value").asText().contains("\"activeSize\":3"));
    }

    @Test
    void machineBeyondTheActiveOnesStandsByAndTakesTheSeatThatBecomesFree() throws Exception {
        Place m0 = start("m0", "-discovery", token, "-cluster-active-size=3", "-cluster-sync-interval=1");
        eventually("m0 leads alone", () -> servers.put(m0, "/testkey", "hello") == 201);
        Place m1 = start("m1", "-discovery", token);
        Place m2 = start("m2", "-discovery", token);
        eventually("all three count", () -> knows(m0, m0, m1, m2));

        Place m3 = start("m3", "-discovery", token);
        assertInstanceOf(StandbyServer.class, running.getLast());
        assertEquals(200, servers.put(m3, "/testkey", "by a standby"));
        assertEquals("by a standby", value(m0, "/testkey").path("value").asText());
        assertEquals(3, servers.members(m0).size());

        servers.send("DELETE", new Place("http", "m0", m0.dataDir(), m0.peer(), 0), "/v2/admin/machines/m2", FORM, "");
        eventually(
                "m3 has the seat of m2",
                () -> servers.members(m0).stream()
                                .anyMatch(member -> member.name().equals("m3"))
                        && knows(m0, m0, m1, m3));
        eventually("m3 serves as a member", () -> servers.put(m3, "/testkey", "as a member") == 200);
        assertEquals(
                "{\"etcdserver\"", servers.get(m3.peerUrl() + "/version").body().substring(0, 13));
    }

    @Test
    void machineThatLostItsDataComesBackUnderItsName() throws Exception {
        Place m0 = start("m0", "-discovery", token);
        Place m1 = start("m1", "-peers", "127.0.0.1:1,127.0.0.1:" + m0.peer());
        Place m2 = start("m2", "-peers=127.0.0.1:" + m1.peer());
        eventually("all three count", () -> knows(m0, m0, m1, m2));
        long before = id(m0, "m2");

        running.removeLast().close();
        Place again = m2.withData(m2.dataDir().resolveSibling("lost"));
        run(again, "-peers=127.0.0.1:" + m0.peer());

        eventually("m2 counts again", () -> servers.put(again, "/back", "yes") == 201);
        eventually("m2 has another id, for a removed one never comes back", () -> servers.members(m0).stream()
                .anyMatch(member -> member.name().equals("m2") && member.id() != before));
        assertEquals(3, servers.members(m0).size());
    }

    @Test
    void machineThatIsRestartedGoesByItsData() throws Exception {
        Place m0 = start("m0", "-discovery", token);
        eventually("m0 serves", () -> servers.put(m0, "/a", "1") == 201);

        running.removeLast().close();
        run(m0, "-discovery", "http://127.0.0.1:1/gone");

        eventually("m0 serves again", () -> servers.put(m0, "/a", "2") == 200);
    }

    @Test
    void whoFindsNobodyIsToldInTheOriginalsWords() throws Exception {
        assertTrue(refusal("m0", "-peers=127.0.0.1:1", "-retry-interval=0.05", "-max-retry-attempts=2")
                .startsWith("fail joining the cluster via given peers after 2 retries"));

        String down = refusal("m0", "-discovery", "http://127.0.0.1:1/token");
        assertTrue(
                down.startsWith("m0 failed to connect discovery service[http://127.0.0.1:1/token]: 501: All the given"
                        + " peers are not reachable (Tried to connect to each peer twice and failed) [0]"),
                down);
        assertTrue(
                down.endsWith("\nm0, the new instance, must register itself to discovery service as required"), down);

        servers.put(store, "/_etcd/registry/token/_state", "started");
        assertEquals(
                "Discovery found an initialized cluster but no reachable peers are registered.",
                refusal("m0", "-discovery", token));
    }

    @Test
    void nameThatIsTakenIsRefusedAndHarmsNobody() throws Exception {
        Place m0 = start("m0", "-discovery", token);
        Place m1 = start("m1", "-peers=127.0.0.1:" + m0.peer());
        eventually("both count", () -> knows(m0, m0, m1));

        Place other = servers.place("other");
        Place namesake = new Place(other.scheme(), "m1", other.dataDir(), other.client(), other.peer());
        String refusal = refusal(namesake, "-peers=127.0.0.1:" + m0.peer(), "-max-retry-attempts=1");

        assertTrue(refusal.startsWith("fail joining the cluster via given peers after 1 retries"), refusal);
        assertEquals(2, servers.members(m0).size());
        HttpResponse<String> answer = servers.get("http://127.0.0.1:" + m0.peer() + "/v2/admin/machines/m1");
        assertEquals(m1.peerUrl(), JSON.readTree(answer.body()).path("peerURL").asText());
    }

    private Place start(String name, String... more) throws Exception {
        Place place = servers.place(name);
        run(place, more);
        return place;
    }

    private void run(Place place, String... more) throws Exception {
        List<String> flags = new ArrayList<>(List.of(
                "--compat=0.4",
                "-name=" + place.name(),
                "-data-dir=" + place.dataDir(),
                "-addr=127.0.0.1:" + place.client(),
                "-bind-addr=127.0.0.1",
                "-peer-addr=127.0.0.1:" + place.peer(),
                "-peer-bind-addr=127.0.0.1"));
        flags.addAll(List.of(more));
        running.add(Node.start(ServerConfig.parse(flags, Map.of())));
    }

    private String refusal(String name, String... more) {
        return refusal(servers.place(name), more);
    }

    private String refusal(Place place, String... more) {
        return String.valueOf(
                assertThrows(StartFailure.class, () -> run(place, more)).getMessage());
    }

    // Whether the keys of the first generation tell of all these.
    private boolean knows(Place asked, Place... machines) throws Exception {
        for (Place machine : machines) {
            if (value(asked, "/_etcd/machines/" + machine.name()).isMissingNode()) {
                return false;
            }
        }
        return true;
    }

    private long id(Place asked, String name) throws Exception {
        return servers.members(asked).stream()
                .filter(member -> member.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private JsonNode value(Place asked, String key) throws Exception {
        return JSON.readTree(
                        servers.send("GET", asked, "/v2/keys" + key, FORM, "").body())
                .path("node");
    }

    private static String encoded(String url) {
        return URLEncoder.encode(url, StandardCharsets.UTF_8);
    }

    private interface Question {
        boolean ask() throws Exception;
    }

    private static void eventually(String what, Question question) {
        TestCluster.eventually(what, () -> {
            try {
                return question.ask();
            } catch (Exception e) {
                throw new IllegalStateException(what, e);
            }
        });
    }
}
