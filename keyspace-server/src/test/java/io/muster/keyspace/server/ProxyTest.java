package io.muster.keyspace.server;

import static io.muster.keyspace.server.TestCluster.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.server.Servers.Place;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A proxy on real ports, before real members and before some that behave as badly as they can.
class ProxyTest {
    private static final String CONFIG = "/v2/config/local/proxy";

    @TempDir
    Path root;

    private final HttpClient http = HttpClient.newHttpClient();
    private Servers servers;
    private Place proxy;

    @BeforeEach
    void begin() {
        servers = new Servers(root);
        proxy = servers.place("proxy");
    }

    @AfterEach
    void stopAll() {
        servers.close();
        http.close();
    }

    @Test
    void handsOnWhatItIsAskedAndAnswersWithAMembersWords() throws Exception {
        Place member = member("m");
        servers.startProxy(proxy, "--proxy=on", "--initial-cluster=" + member.listed());

        assertEquals(
                "{\"endpoints\":[\"" + member.clientUrl() + "\"]}\n",
                get(CONFIG).body());
        assertEquals(
                "{\"PeerURLs\":[\"" + member.peerUrl() + "\"]}",
                Files.readString(proxy.dataDir().resolve("proxy/cluster")));
        assertEquals(201, servers.put(proxy, "/a", "x".repeat(200_000)));
        HttpResponse<String> there = get("/v2/keys/a");
        HttpResponse<String> here = servers.get(member.clientUrl() + "/v2/keys/a");
        assertEquals(here.body(), there.body());
        for (String name :
                List.of("X-Etcd-Index", "X-Etcd-Cluster-Id", "X-Raft-Term", "Content-Type", "Content-Length")) {
            assertEquals(here.headers().allValues(name), there.headers().allValues(name), name);
        }
        HttpResponse<String> missing = get("/v2/keys/none");
        assertEquals(404, missing.statusCode());
        assertTrue(missing.body().contains("\"errorCode\":100"), missing.body());
        assertTrue(get("/metrics").body().contains("etcd_proxy_handled_total{code=\"404\",method=\"GET\"} 1"));
        assertEquals(405, servers.send("PUT", proxy, CONFIG, "text/plain", "").statusCode());
    }

    @Test
    void eventsComeThroughWhenTheyHappen() throws Exception {
        Place member = member("m");
        servers.startProxy(proxy, "--proxy=on", "--initial-cluster=" + member.listed());
        try (Stream<String> lines = http.send(
                        request("/v2/keys/s?wait=true&stream=true&recursive=true"), BodyHandlers.ofLines())
                .body()) {
            Iterator<String> events = lines.iterator();
            for (int i = 0; i < 3; i++) {
                assertEquals(201, servers.put(proxy, "/s/" + i, "v"));
                assertTrue(events.next().contains("\"key\":\"/s/" + i + "\""));
            }
        }
    }

    @Test
    void readonlyRefusesEverythingButGet() throws Exception {
        Place member = member("m");
        servers.startProxy(proxy, "--proxy=readonly", "--initial-cluster=" + member.listed());

        assertEquals(501, servers.put(proxy, "/a", "1"));
        assertEquals("", servers.send("DELETE", proxy, "/v2/keys/a", "", "").body());
        assertEquals(404, get("/v2/keys/a").statusCode());
    }

    @Test
    void whatMayHaveHappenedIsNotDoneAgainButReadsAre() throws Exception {
        Place member = member("m");
        try (ScriptedMember broken = new ScriptedMember("")) {
            broken.naming(broken.clientUrl());
            servers.startProxy(
                    proxy, "--proxy=on", "--proxy-failure-wait=0", "--initial-cluster=b=" + broken.peerUrl());
            HttpResponse<String> lost =
                    servers.send("PUT", proxy, "/v2/keys/a", "application/x-www-form-urlencoded", "value=1");

            assertEquals(502, lost.statusCode());
            assertTrue(
                    lost.body()
                            .startsWith("{\"message\":\"httpproxy: unable to get response from " + broken.clientUrl()),
                    lost.body());
            assertEquals(List.of("PUT /v2/keys/a HTTP/1.1"), broken.requests());

            broken.naming(broken.clientUrl(), member.clientUrl());
            eventually("both endpoints", yes(() -> get(CONFIG).body().contains(member.clientUrl())));
            eventually("the broken one to be asked first", yes(() -> {
                assertEquals(404, get("/v2/keys/a").statusCode());
                return broken.requests().contains("GET /v2/keys/a HTTP/1.1");
            }));
        }
    }

    @Test
    void whatHasNotBeenSentIsTriedElsewhere() throws Exception {
        Place member = member("m");
        Place nobody = servers.place("nobody");
        try (ScriptedMember named = new ScriptedMember("")) {
            named.naming(nobody.clientUrl(), member.clientUrl());
            servers.startProxy(proxy, "--proxy=on", "--proxy-failure-wait=0", "--initial-cluster=b=" + named.peerUrl());

            eventually("the dead one to be tried first", yes(() -> {
                assertTrue(servers.put(proxy, "/a", "1") < 300);
                return get("/metrics").body().contains("failed_sending_request");
            }));
        }
    }

    @Test
    void aLongPollWhoseMemberIsLostEndsEmptyAsWithTheOriginal() throws Exception {
        String head = "HTTP/1.1 200 OK\r\nX-Etcd-Index: 1\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (ScriptedMember broken = new ScriptedMember(head)) {
            broken.naming(broken.clientUrl());
            servers.startProxy(proxy, "--proxy=on", "--initial-cluster=b=" + broken.peerUrl());

            HttpResponse<String> answer = get("/v2/keys/w?wait=true");

            assertEquals(200, answer.statusCode());
            assertEquals("", answer.body());
        }
    }

    @Test
    void aStreamThatBreaksIsBrokenForTheClientToo() throws Exception {
        String half = "HTTP/1.1 200 OK\r\nX-Etcd-Index: 1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"act\r\n";
        try (ScriptedMember broken = new ScriptedMember(half)) {
            broken.naming(broken.clientUrl());
            servers.startProxy(proxy, "--proxy=on", "--initial-cluster=b=" + broken.peerUrl());

            assertThrows(IOException.class, () -> get("/v2/keys/w?wait=true"));
        }
    }

    @Test
    void noRequestGoesRoundInCircles() throws Exception {
        Place member = member("m");
        Place other = servers.place("other");
        try (ScriptedMember named = new ScriptedMember("")) {
            named.naming(proxy.clientUrl(), other.clientUrl());
            servers.startProxy(other, "--proxy=on", "--initial-cluster=b=" + named.peerUrl());
            servers.startProxy(proxy, "--proxy=on", "--initial-cluster=b=" + named.peerUrl());

            int status = servers.put(proxy, "/a", "1");
            assertTrue(status == 502 || status == 503, "answered " + status);
            named.naming(proxy.clientUrl(), other.clientUrl(), member.clientUrl());
            eventually("the member's answer", yes(() -> servers.put(proxy, "/a", "1") < 300));
        }
    }

    @Test
    void outlivesItsOwnRestartAndAllTheMembersItBeganWith() throws Exception {
        Place old = member("old");
        ProxyServer first = servers.startProxy(proxy, "--proxy=on", "--initial-cluster=" + old.listed());
        Place young = servers.place("young");
        servers.add(old, young.peerUrl());
        servers.start(
                young, "--initial-cluster=" + old.listed() + "," + young.listed(), "--initial-cluster-state=existing");
        eventually("two members", yes(() -> endpoints().contains(young.clientUrl())));
        String id = Long.toHexString(servers.members(young).stream()
                .filter(each -> each.name().equals("old"))
                .findFirst()
                .orElseThrow()
                .id());
        assertEquals(
                204, servers.send("DELETE", young, "/v2/members/" + id, "", "").statusCode());
        eventually("the young one alone", yes(() -> endpoints()
                .equals("{\"endpoints\":[\"" + young.clientUrl() + "\"]}\n")));
        assertTrue(servers.put(proxy, "/a", "1") < 300);
        first.close();

        servers.startProxy(proxy, "--proxy=on", "--initial-cluster=" + old.listed());
        assertTrue(servers.put(proxy, "/b", "1") < 300);
        assertEquals(404, get("/v2/keys/none").statusCode());
    }

    @Test
    void theFourthOfThreeIsAProxyAndStaysOne() throws Exception {
        Place registry = member("registry");
        String token = registry.clientUrl() + "/v2/keys/tokens/t";
        servers.put(registry, "/tokens/t/_config/size", "1");
        Place member = servers.place("m");
        servers.start(member, "--discovery=" + token);
        String discovery = "--discovery=" + token;
        StartFailure full = assertThrows(
                StartFailure.class,
                () -> servers.startProxy(
                        proxy, "--discovery-fallback=exit", "--advertise-client-urls=" + proxy.clientUrl(), discovery));
        assertTrue(
                String.valueOf(full.getMessage())
                        .startsWith("failed to join discovery cluster (discovery: cluster is full"),
                full.getMessage());
        assertFalse(Files.exists(proxy.dataDir()));

        ProxyServer fallen = servers.startProxy(proxy, discovery);
        eventually("a leader", yes(() -> servers.put(proxy, "/a", "1") < 300));
        assertEquals(200, servers.get(member.clientUrl() + "/v2/keys/a").statusCode());
        String nodes = servers.get(token).body();
        assertEquals(1, nodes.split("\"value\":", -1).length - 1, "one registration: " + nodes);
        fallen.close();

        servers.startProxy(proxy, "--discovery=http://127.0.0.1:1/gone");
        assertTrue(servers.put(proxy, "/a", "2") < 300);
        Files.copy(member.dataDir().resolve("identity"), proxy.dataDir().resolve("identity"));
        Place both = servers.place("both").withData(proxy.dataDir());
        StartFailure torn = assertThrows(StartFailure.class, () -> servers.startProxy(both, discovery));
        assertTrue(
                String.valueOf(torn.getMessage())
                        .startsWith("invalid datadir. Both member and proxy directories exist"),
                torn.getMessage());
    }

    private Place member(String name) throws Exception {
        Place place = servers.place(name);
        servers.start(place, "--initial-cluster=" + place.listed());
        eventually("a leader", yes(() -> servers.put(place, "/leader", "1") < 300));
        eventually(
                "the word of where clients find it",
                yes(() -> servers.get(place.peerUrl() + "/members").body().contains(place.clientUrl())));
        return place;
    }

    private String endpoints() throws Exception {
        return get(CONFIG).body();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return servers.get(proxy.clientUrl() + path);
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create(proxy.clientUrl() + path)).build();
    }

    private static BooleanSupplier yes(Callable<Boolean> question) {
        return () -> {
            try {
                return question.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
