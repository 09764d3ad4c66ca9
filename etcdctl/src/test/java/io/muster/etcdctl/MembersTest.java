package io.muster.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class MembersTest {
    @AutoClose
    private final TestMember member = TestMember.start();

    @Test
    void listTellsWhoLeadsAndWhoHasNotStarted() {
        twoMembers("");
        member.answer("GET /v2/members/leader", 200, "{\"id\":\"a\",\"name\":\"one\"}");
        assertEquals(
                new CommandLine(
                        0,
                        "a: name=one peerURLs=http://p:1,http://p:2 clientURLs=%s isLeader=true\n"
                                        .formatted(member.url())
                                + "8000000000000000[unstarted]: peerURLs=http://q:1\n",
                        ""),
                etcdctl("member", "list"));
    }

    @Test
    void listTellsThatThereIsNoLeader() {
        member.answer("GET /v2/members/leader", 503, "{\"message\":\"During election\"}");
        CommandLine list = etcdctl("member", "list");
        assertEquals(1, list.exitCode());
        assertTrue(list.err().contains("has no leader"), list::err);
    }

    @Test
    void addSaysHowToStartTheNewMember() {
        twoMembers("");
        member.answer(
                "POST /v2/members", 201, "{\"id\":\"8000000000000000\",\"name\":\"\",\"peerURLs\":[\"http://q:1\"]}");
        assertEquals(new CommandLine(0, """
                        Added member named two with ID 8000000000000000 to cluster

                        ETCD_NAME="two"
                        ETCD_INITIAL_CLUSTER="one=http://p:1,one=http://p:2,two=http://q:1"
                        ETCD_INITIAL_CLUSTER_STATE="existing"
                        """, ""), etcdctl("member", "add", "two", "http://q:1"));
        assertTrue(
                member.requests().contains("POST /v2/members {\"peerURLs\":[\"http://q:1\"]}"),
                member.requests()::toString);
    }

    @Test
    void refusalsAreShownInTheServersWords() {
        member.answer("POST /v2/members", 409, "{\"message\":\"peerURL exists\"}");
        assertEquals(new CommandLine(1, "", "peerURL exists\n"), etcdctl("member", "add", "two", "http://q:1"));
        member.answer("PUT /v2/members/abc", 404, "{\"message\":\"No such member: abc\"}");
        assertEquals(new CommandLine(1, "", "No such member: abc\n"), etcdctl("member", "update", "abc", "http://q:1"));
        member.answer("PUT /v2/members/abc", 501, "{\"message\":\"not here\"}");
        assertEquals(new CommandLine(1, "", "not here\n"), etcdctl("member", "update", "abc", "http://q:1"));
        member.answer("PUT /v2/members/abc", 418, "teapot");
        assertEquals(
                new CommandLine(1, "", "unexpected HTTP status 418\n"),
                etcdctl("member", "update", "abc", "http://q:1"));
    }

    @Test
    void updateNamesTheMember() {
        member.answer("PUT /v2/members/abc", 204, "");
        assertEquals(
                new CommandLine(0, "Updated member with ID abc in cluster\n", ""),
                etcdctl("member", "update", "abc", "http://q:1,http://q:2"));
        assertTrue(
                member.requests().contains("PUT /v2/members/abc {\"peerURLs\":[\"http://q:1\",\"http://q:2\"]}"),
                member.requests()::toString);
    }

    @Test
    void removeAsksOnlyForAMemberThatExists() {
        twoMembers("two");
        member.answer("DELETE /v2/members/8000000000000000", 204, "");
        assertEquals(
                new CommandLine(0, "Removed member 8000000000000000 from cluster\n", ""),
                etcdctl("member", "remove", "8000000000000000"));
        member.requests().clear();
        assertEquals(new CommandLine(1, "", """
                        A member is named two; name it by its ID: etcdctl member remove 8000000000000000
                        Couldn't find a member in the cluster with an ID of two.
                        """), etcdctl("member", "remove", "two"));
        assertFalse(member.requests().toString().contains("DELETE"));
    }

    @Test
    void healthIsAskedOfEveryMember() {
        member.answer("GET /v2/members", 200, """
                {"members":[{"id":"a","name":"one","peerURLs":[],"clientURLs":["http://127.0.0.1:1","%s"]},
                            {"id":"b","name":"two","peerURLs":[],"clientURLs":["http://127.0.0.1:1"]},
                            {"id":"c","name":"","peerURLs":[],"clientURLs":[]}]}
                """.formatted(member.url()));
        assertEquals(new CommandLine(0, """
                failed to check the health of member a on http://127.0.0.1:1: Get http://127.0.0.1:1/health: \
                dial tcp 127.0.0.1:1: connect: connection refused
                member a is healthy: got healthy result from %s
                failed to check the health of member b on http://127.0.0.1:1: Get http://127.0.0.1:1/health: \
                dial tcp 127.0.0.1:1: connect: connection refused
                member b is unreachable: [http://127.0.0.1:1] are all unreachable
                member c is unreachable: no available published client urls
                cluster is healthy
                """.formatted(member.url()), ""), etcdctl("cluster-health"));
    }

    @Test
    void unhealthyClusterIsExitCodeFive() {
        member.answer("GET /health", 503, "{\"health\": \"false\"}\n");
        assertEquals(
                new CommandLine(
                        5,
                        "member beef is unhealthy: got unhealthy result from " + member.url()
                                + "\ncluster is unhealthy\n",
                        ""),
                etcdctl("cluster-health"));
    }

    @Test
    void credentialsGoWithEveryRequestAndAreNeverShown() {
        CommandLine get = CommandLine.run(
                Map.of(), "", List.of("--endpoints", member.url(), "--debug", "-u", "me:secret", "set", "/a", "1"));
        assertEquals(0, get.exitCode());
        assertEquals(
                List.of("GET /v2/members as Basic bWU6c2VjcmV0", "PUT /v2/keys/a value=1 as Basic bWU6c2VjcmV0"),
                member.requests());
        assertFalse(get.err().contains("secret") || get.err().contains("bWU6c2VjcmV0"), get::err);
    }

    @Test
    void valueComesFromStandardInputWhenNoneIsGiven() {
        CommandLine set = CommandLine.run(Map.of(), "line\n", List.of("--endpoints", member.url(), "set", "/a"));
        assertEquals(new CommandLine(0, "line\n\n", ""), set);
        assertEquals("line\n\n", etcdctl("get", "/a").out());
    }

    @Test
    void versionIsOneLine() {
        CommandLine version = etcdctl("--version");
        assertEquals(0, version.exitCode());
        assertTrue(version.out().matches("etcdctl version 2\\.3\\.8 \\(Muster \\d.*\\)\n"), version::out);
    }

    @Test
    void thirdApiIsRefused() {
        CommandLine get = CommandLine.run(Map.of("ETCDCTL_API", "3"), "", List.of("get", "/a"));
        assertEquals(128, get.exitCode());
        assertEquals(
                "Error: unknown command \"get\" for ETCDCTL_API=3: it has snapshot save, status and restore only;"
                        + " set ETCDCTL_API=2 for the v2 keyspace\n",
                get.err());
    }

    private void twoMembers(String nameOfSecond) {
        member.answer("GET /v2/members", 200, """
                {"members":[{"id":"a","name":"one","peerURLs":["http://p:1","http://p:2"],"clientURLs":["%s"]},
                            {"id":"8000000000000000","name":"%s","peerURLs":["http://q:1"],"clientURLs":[]}]}
                """.formatted(member.url(), nameOfSecond));
    }

    private CommandLine etcdctl(String... args) {
        return CommandLine.run(Map.of("ETCDCTL_ENDPOINTS", member.url()), "", List.of(args));
    }
}
