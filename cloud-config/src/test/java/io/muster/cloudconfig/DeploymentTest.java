package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Findings that need to know where a document is meant for.
class DeploymentTest {
    private static final String TEXT = """
            #cloud-config
            coreos:
              etcd2:
                discovery: https://discovery.example/0123
                advertise-client-urls: http://$private_ipv4:2379
            """;

    @Test
    void aTokenForMoreThanThereAreMachinesIsWaitedForInVain() {
        assertEquals(
                List.of("f:4:16: warning: the discovery token is for 5 members, and 3 machines boot from this file;"
                        + " 2 would be waited for in vain: make the two equal [cluster-size]"),
                found(TEXT, 3, 5));
    }

    @Test
    void machinesBeyondTheSizeAreLeftOut() {
        assertEquals(
                List.of("f:4:16: warning: the discovery token is for 1 member, and 3 machines boot from this file;"
                        + " 2 would be left out of the cluster: make the two equal [cluster-size]"),
                found(TEXT, 3, 1));
    }

    @Test
    void theSizeStandsInWhateverBeginsTheCluster() {
        assertEquals(List.of(), found(TEXT, 3, 3));
        assertEquals(List.of(), found(TEXT, 3, null));
        assertEquals(
                List.of("cluster-size"),
                codes(
                        "#cloud-config\ncoreos: {etcd2: {initial-cluster: 'a=http://h:1,a=http://h:2,b=http://i:1'}}",
                        3));
        assertEquals(List.of("cluster-size"), codes("#cloud-config\ncoreos: {etcd: {cluster-active-size: 9}}", 3));
        assertEquals(List.of(), codes("#cloud-config\ncoreos: {etcd: {cluster-active-size: 2}}", 3));
        assertEquals(
                List.of("cluster-size", "discovery-token"),
                codes("#cloud-config\ncoreos: {etcd2: {discovery: 'https://d.example/new?size=5'}}", 3));
    }

    @Test
    void addressesAreMissedOnlyWhereSomeAreGiven() {
        Addresses publicOnly = new Addresses("203.0.113.1", null, null, null);

        assertEquals(
                List.of("f:5:35: warning: $private_ipv4 is not known and becomes nothing; give --private-ipv4"
                        + " [address-unset]"),
                CloudConfigParser.check(TEXT, new Deployment(publicOnly, null, null))
                        .lines("f"));
        assertEquals(Report.CLEAN, CloudConfigParser.check(TEXT, Deployment.UNKNOWN));
    }

    private static List<String> found(String text, int machines, @Nullable Integer tokenSize) {
        return CloudConfigParser.check(text, new Deployment(null, machines, tokenSize))
                .lines("f");
    }

    private static List<String> codes(String text, int machines) {
        return CloudConfigParser.check(text, new Deployment(null, machines, null)).findings().stream()
                .map(finding -> finding.code().toString())
                .sorted()
                .toList();
    }
}
