package io.muster.keyspace.server.bootstrap;

import static io.muster.keyspace.server.bootstrap.ScriptedService.TOKEN;
import static io.muster.keyspace.server.bootstrap.ScriptedService.endlessSilence;
import static io.muster.keyspace.server.bootstrap.ScriptedService.error;
import static io.muster.keyspace.server.bootstrap.ScriptedService.event;
import static io.muster.keyspace.server.bootstrap.ScriptedService.listing;
import static io.muster.keyspace.server.bootstrap.ScriptedService.listingOf;
import static io.muster.keyspace.server.bootstrap.ScriptedService.redirect;
import static io.muster.keyspace.server.bootstrap.ScriptedService.silence;
import static io.muster.keyspace.server.bootstrap.ScriptedService.size;
import static io.muster.keyspace.server.bootstrap.ScriptedService.text;
import static io.muster.keyspace.server.bootstrap.ScriptedService.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.server.bootstrap.JoinResult.Joined;
import io.muster.keyspace.server.bootstrap.JoinResult.Reason;
import io.muster.keyspace.server.bootstrap.JoinResult.Refused;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryJoinTest {
    private static final String N1 = "n1=http://127.0.0.1:24381";
    private static final String N2 = "n2=http://127.0.0.1:24382";
    private static final String N3 = "n3=http://127.0.0.1:24383";

    private final ScriptedService service = new ScriptedService();
    private final String self = Long.toHexString(MemberIds.member(List.of("http://127.0.0.1:24381"), service.url()));
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final HttpClient http = DiscoveryHttp.open(Optional.empty());

    @AfterEach
    void close() {
        http.shutdownNow();
        service.close();
    }

    @Test
    void registersWaitsForTheOthersAndTakesThemInOrder() throws Exception {
        service.on(size(), value("_config/size", "3", 5))
                .on(listing(), listingOf(7, "b2", N2, 7), listingOf(20, self, N1, 9, "b2", N2, 7))
                .on(creation(), event("create", self, N1, 9))
                .on(arrival(9), event("create", self, N1, 9))
                .on(nextArrival(21), event("create", "c3", N3, 33));

        assertJoined(N2 + "," + N1 + "," + N3);

        assertEquals(
                List.of(size(), listing(), creation() + " value=" + N1, arrival(9), size(), listing(), nextArrival(21)),
                service.requests());
        assertTrue(notices.contains("discovery: found self " + self + " in the cluster: " + N1), notices.toString());
        assertTrue(notices.contains("discovery: found 2 peer(s), waiting for 1 more"), notices.toString());
        assertTrue(notices.contains("discovery: found 3 needed peer(s)"), notices.toString());
    }

    @Test
    void thoseWhoComeAfterTheLastPlaceAreCutOff() throws Exception {
        service.on(size(), value("_config/size", "2", 5))
                .on(listing(), listingOf(7), listingOf(20, self, N1, 8, "c3", N3, 12, "b2", N2, 11))
                .on(creation(), event("create", self, N1, 8))
                .on(arrival(8), event("create", self, N1, 8));

        assertJoined(N1 + "," + N2);
    }

    @Test
    void fullTokenIsRefusedWithoutRegistering() throws Exception {
        service.on(size(), value("_config/size", "2", 5)).on(listing(), listingOf(9, "b2", N2, 7, "c3", N3, 8));

        Refused refused = assertRefused(Reason.CLUSTER_FULL);

        assertEquals(
                "discovery: cluster is full: discovery token " + service.url()
                        + " was used; generate a new discovery token and try to bootstrap again",
                refused.line());
        assertEquals(List.of(size(), listing()), service.requests());
    }

    @Test
    void memberOvertakenWhileItRegistersIsRefused() throws Exception {
        service.on(size(), value("_config/size", "1", 5))
                .on(listing(), listingOf(7), listingOf(20, "b2", N2, 8, self, N1, 9))
                .on(creation(), event("create", self, N1, 9))
                .on(arrival(9), event("create", self, N1, 9));

        assertRefused(Reason.CLUSTER_FULL);
    }

    @Test
    void unknownTokenIsNamedInTheWordsOfEtcd() throws Exception {
        service.on(size(), error(404, 100, "Key not found", "/_etcd/registry/" + TOKEN));

        assertEquals(
                "100: Key not found (/_etcd/registry/" + TOKEN + ") [79]: discovery token " + service.url()
                        + " is unknown or has no size; ask the discovery service's /new?size=N for a new one",
                assertRefused(Reason.UNKNOWN_TOKEN).line());
    }

    @Test
    void addressThatIsNoDiscoveryServiceIsRefusedAtOnce() throws Exception {
        service.on(size(), text(404, "404 page not found\n"));
        assertEquals(
                "discovery: bad discovery endpoint: " + service.url()
                        + ": it answered 404 text/plain; charset=utf-8, not in the protocol; give the whole URL that the discovery service's /new answered",
                assertRefused(Reason.BAD_ENDPOINT).line());

        for (String url : List.of("127.0.0.1:8087/x", "http://127.0.0.1:8087/", "http:///x", "http://a b/x")) {
            var refused = assertInstanceOf(Refused.class, join(url));
            assertEquals(Reason.BAD_ENDPOINT, refused.reason(), refused.line());
        }
        assertEquals(List.of(), pauses);
    }

    @Test
    void serviceThatWasNeverHeardOfIsGivenUp() throws Exception {
        service.on(size(), endlessSilence());

        assertEquals(
                "discovery: context deadline exceeded: " + service.url()
                        + ": no answer within 5000 ms; check the discovery service and start again",
                assertRefused(Reason.NO_ANSWER).line());
        assertEquals(List.of(), pauses);
    }

    @Test
    void serviceThatIsSlowAfterItWasDownIsAskedAgain() throws Exception {
        service.on(size(), text(503, ""), endlessSilence(), value("_config/size", "1", 5))
                .on(listing(), listingOf(7), listingOf(20, self, N1, 9))
                .on(creation(), event("create", self, N1, 9))
                .on(arrival(9), event("create", self, N1, 9));

        assertJoined(N1);

        assertEquals(2, pauses.size());
    }

    @Test
    void sizeThatIsNoNumberOfMembersIsRefused() throws Exception {
        service.on(listing(), listingOf(7));
        for (String size : List.of("abc", "0", "-1", "+1", "", "99999999999999999999")) {
            service.on(size(), value("_config/size", size, 5));
            Refused refused = assertRefused(Reason.BAD_SIZE);
            assertTrue(refused.line().contains("asks for '" + size + "' members"), refused.line());
        }
    }

    @Test
    void registeredMemberThatLostItsDataIsRefused() throws Exception {
        service.on(size(), value("_config/size", "3", 5))
                .on(listing(), listingOf(9, self, N1, 7))
                .on(creation(), error(412, 105, "Key already exists", "/_etcd/registry/" + TOKEN + "/" + self));

        Refused refused = assertRefused(Reason.DUPLICATE_ID);

        assertTrue(
                refused.line()
                        .startsWith("discovery: found duplicate id: member \"n1\" (" + self
                                + ") has previously registered with discovery service token " + service.url()),
                refused.line());
        assertEquals(1, refused.exitCode());
    }

    @Test
    void twoMembersOfOneNameAreRefused() throws Exception {
        completeWith("n1=http://127.0.0.1:24382");

        Refused refused = assertRefused(Reason.DUPLICATE_NAME);

        assertTrue(refused.line().contains("found duplicate name"), refused.line());
        assertTrue(refused.line().contains(N1 + ",n1=http://127.0.0.1:24382"), refused.line());
    }

    @Test
    void registrationOfTheOldGenerationIsRefused() throws Exception {
        completeWith("http://127.0.0.1:7001");

        assertTrue(assertRefused(Reason.BAD_REGISTRATION)
                .line()
                .contains("discovery: invalid URL: a registration with discovery service token " + service.url()
                        + " cannot be read: 'http://127.0.0.1:7001' is not of the form name=peer-url"));
    }

    @Test
    void serviceThatIsDownIsAskedAgainAfterLongerAndLongerPauses() throws Exception {
        int port = service.port();
        service.close();
        ScriptedService[] later = new ScriptedService[1];
        String url = "http://127.0.0.1:" + port + "/" + TOKEN;
        Pauser pauser = delay -> {
            pauses.add(delay);
            if (pauses.size() == 4) {
                later[0] = new ScriptedService(port).on(size(), value("_config/size", "0", 5));
                later[0].on(listing(), listingOf(7));
            }
        };

        JoinResult result =
                DiscoveryJoin.join(http, pauser, notices::add, url, "n1", List.of("http://127.0.0.1:24381"));
        later[0].close();

        assertEquals(Reason.BAD_SIZE, assertInstanceOf(Refused.class, result).reason());
        assertEquals(
                List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8), Duration.ofSeconds(16)),
                pauses);
        assertEquals(
                "discovery: cluster status check: error connecting to http://127.0.0.1:" + port
                        + ", retrying in 2s: connection refused",
                notices.getFirst());
    }

    @Test
    void serverErrorIsNoAnswer() throws Exception {
        service.on(size(), text(503, "down"), text(502, "<html>"), value("_config/size", "1", 5))
                .on(listing(), listingOf(7), listingOf(9, self, N1, 8))
                .on(creation(), event("create", self, N1, 8))
                .on(arrival(8), text(500, ""), event("create", self, N1, 8));

        assertJoined(N1);

        assertEquals(List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8)), pauses);
        assertTrue(notices.getFirst().endsWith("retrying in 2s: it answered 503"), notices.toString());
    }

    @Test
    void registrationWhoseAnswerWasLostIsLookedUp() throws Exception {
        service.on(size(), value("_config/size", "1", 5))
                .on(listing(), listingOf(7), listingOf(9, self, N1, 8))
                .on(creation(), text(500, ""))
                .on(registration(), value(self, N1, 8))
                .on(arrival(8), event("create", self, N1, 8));

        assertJoined(N1);

        assertEquals(
                1, service.requests().stream().filter(r -> r.startsWith("PUT")).count());
    }

    @Test
    void registrationThatNeverArrivedIsMadeAgain() throws Exception {
        service.on(size(), value("_config/size", "1", 5))
                .on(listing(), listingOf(7), listingOf(9, self, N1, 8))
                .on(creation(), silence(), event("create", self, N1, 8))
                .on(registration(), error(404, 100, "Key not found", "/_etcd/registry/" + TOKEN + "/" + self))
                .on(arrival(8), event("create", self, N1, 8));

        assertJoined(N1);
    }

    @Test
    void lostAnswerDoesNotMakeAnEarlierRegistrationOnesOwn() throws Exception {
        service.on(size(), value("_config/size", "2", 5))
                .on(listing(), listingOf(7, self, N1, 6))
                .on(creation(), text(500, ""))
                .on(registration(), value(self, N1, 6));

        assertRefused(Reason.DUPLICATE_ID);
    }

    @Test
    void whatIsNoNewcomerLeadsToAFreshListing() throws Exception {
        service.on(size(), value("_config/size", "2", 5))
                .on(
                        listing(),
                        listingOf(7),
                        listingOf(9, self, N1, 8),
                        listingOf(30, self, N1, 8),
                        listingOf(40, self, N1, 8),
                        listingOf(60, self, N1, 8, "b2", N2, 55))
                .on(creation(), event("create", self, N1, 8))
                .on(arrival(8), event("create", self, N1, 8))
                .on(nextArrival(10), event("delete", "b2", "", 11))
                .on(nextArrival(31), event("set", self, N1, 32))
                .on(nextArrival(41), error(400, 401, "The event in requested index is outdated and cleared", ""));

        assertJoined(N1 + "," + N2);

        assertEquals(List.of(), pauses);
    }

    @Test
    void memberWhoseRegistrationIsRemovedIsToldSo() throws Exception {
        service.on(size(), value("_config/size", "2", 5))
                .on(listing(), listingOf(7), listingOf(9, self, N1, 8), listingOf(30))
                .on(creation(), event("create", self, N1, 8))
                .on(arrival(8), event("create", self, N1, 8))
                .on(nextArrival(10), event("delete", self, "", 11));

        assertRefused(Reason.WITHDRAWN);
    }

    @Test
    void brokenWaitIsFollowedByAFreshListing() throws Exception {
        service.on(size(), value("_config/size", "2", 5))
                .on(listing(), listingOf(7), listingOf(9, self, N1, 8), listingOf(60, self, N1, 8, "b2", N2, 55))
                .on(creation(), event("create", self, N1, 8))
                .on(arrival(8), event("create", self, N1, 8))
                .on(nextArrival(10), silence());

        assertJoined(N1 + "," + N2);

        assertEquals(List.of(Duration.ofSeconds(2)), pauses);
    }

    @Test
    void redirectsAreFollowedWithMethodAndBody() throws Exception {
        String other = "http://127.0.0.1:" + service.port() + "/elsewhere";
        service.on(size(), redirect(other + "/size"))
                .on("GET /elsewhere/size", value("_config/size", "1", 5))
                .on(listing(), listingOf(7), listingOf(9, self, N1, 8))
                .on(creation(), redirect(other + "/self"))
                .on("PUT /elsewhere/self", event("create", self, N1, 8))
                .on(arrival(8), event("create", self, N1, 8));

        assertJoined(N1);

        assertTrue(service.requests().contains("PUT /elsewhere/self value=" + N1));
    }

    private void completeWith(String other) {
        service.on(size(), value("_config/size", "2", 5))
                .on(listing(), listingOf(7), listingOf(9, self, N1, 8, "b2", other, 9))
                .on(creation(), event("create", self, N1, 8))
                .on(arrival(8), event("create", self, N1, 8));
    }

    private JoinResult join(String url) throws InterruptedException {
        return DiscoveryJoin.join(http, pauses::add, notices::add, url, "n1", List.of("http://127.0.0.1:24381"));
    }

    private void assertJoined(String members) throws InterruptedException {
        JoinResult result = join(service.url());
        assertEquals(members, assertInstanceOf(Joined.class, result).cluster().format());
    }

    private Refused assertRefused(Reason reason) throws InterruptedException {
        Refused refused = assertInstanceOf(Refused.class, join(service.url()));
        assertEquals(reason, refused.reason(), refused.line());
        return refused;
    }

    private String creation() {
        return "PUT /" + TOKEN + "/" + self + "?prevExist=false";
    }

    private String registration() {
        return "GET /" + TOKEN + "/" + self + "?quorum=false&recursive=false&sorted=false";
    }

    private String arrival(long index) {
        return "GET /" + TOKEN + "/" + self + "?recursive=false&wait=true&waitIndex=" + index;
    }

    private static String nextArrival(long index) {
        return "GET /" + TOKEN + "?recursive=true&wait=true&waitIndex=" + index;
    }
}
