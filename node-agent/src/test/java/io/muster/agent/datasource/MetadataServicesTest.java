package io.muster.agent.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.agent.datasource.Metadata.NetworkConfig;
import io.muster.cloudconfig.Addresses;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetadataServicesTest {
    private static final Retries QUICK =
            new Retries(4, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(10));
    private static final String EC2 = "/2009-04-04/";
    private static final String GCE = "/computeMetadata/v1/";

    private final Service service = new Service();
    private final HttpFetch http = new HttpFetch(QUICK);

    @AfterEach
    void stop() {
        service.close();
        http.close();
    }

    @Test
    void ec2IsReadAsTheOriginalReadsIt() throws Exception {
        Ec2 ec2 = new Ec2(service.url(), http);
        assertFalse(ec2.isAvailable());
        service.with(EC2, "meta-data\nuser-data")
                .with(EC2 + "user-data", "#cloud-config\n")
                .with(EC2 + "meta-data/hostname", "ip-10-0-0-1 ec2.internal")
                .with(EC2 + "meta-data/local-ipv4", "10.0.0.1")
                .with(EC2 + "meta-data/public-ipv4", "203.0.113.1")
                .with(EC2 + "meta-data/public-keys", "0=mine\n1=yours\n")
                .with(EC2 + "meta-data/public-keys/0/openssh-key", "ssh-rsa AAAA mine\n")
                .with(EC2 + "meta-data/public-keys/1/openssh-key", "ssh-rsa BBBB yours\n");

        assertTrue(ec2.isAvailable());
        assertEquals("#cloud-config\n", text(ec2.userData()));
        assertEquals(
                new Metadata(
                        "ip-10-0-0-1",
                        List.of("ssh-rsa AAAA mine", "ssh-rsa BBBB yours"),
                        new Addresses("203.0.113.1", "10.0.0.1", null, null),
                        null),
                ec2.metadata());
    }

    @Test
    void ec2IsAskedForASessionAndEveryRequestShowsIt() throws Exception {
        service.with("/latest/api/token", "SECRET==")
                .with(EC2, "")
                .with(EC2 + "user-data", "x")
                .guardedBy(exchange -> exchange.getRequestMethod().equals("PUT")
                        ? "21600".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token-ttl-seconds"))
                        : "SECRET==".equals(exchange.getRequestHeaders().getFirst("X-aws-ec2-metadata-token")));
        Ec2 ec2 = new Ec2(service.url(), http);

        assertTrue(ec2.isAvailable());
        assertEquals("x", text(ec2.userData()));
        assertEquals(Metadata.NONE, ec2.metadata());
        assertEquals(
                1,
                service.requests().stream()
                        .filter("PUT /latest/api/token"::equals)
                        .count());
    }

    @Test
    void ec2WithoutUserDataOrKeysIsNoFailure() throws Exception {
        Ec2 ec2 = new Ec2(service.with(EC2, "").url(), http);

        assertEquals("", text(ec2.userData()));
        assertEquals(Metadata.NONE, ec2.metadata());
    }

    @Test
    void aKeyListThatIsNoneIsNamed() {
        Ec2 ec2 = new Ec2(service.with(EC2 + "meta-data/public-keys", "mine").url(), http);

        FetchFailed failed = assertThrows(FetchFailed.class, ec2::metadata);
        assertTrue(String.valueOf(failed.getMessage()).contains("'mine'"), failed::getMessage);
    }

    @Test
    void googleIsAskedWithItsHeader() throws Exception {
        service.with(GCE, "instance/")
                .with(GCE + "instance/attributes/user-data", "#cloud-config\n")
                .with(GCE + "instance/hostname", "core.c.project.internal")
                .with(GCE + "instance/network-interfaces/0/ip", "10.0.0.1")
                .with(GCE + "instance/network-interfaces/0/access-configs/0/external-ip", "203.0.113.1")
                .guardedBy(
                        exchange -> "Google".equals(exchange.getRequestHeaders().getFirst("Metadata-Flavor")));
        Gce gce = new Gce(service.url(), http);

        assertTrue(gce.isAvailable());
        assertEquals("#cloud-config\n", text(gce.userData()));
        assertEquals(
                new Metadata(
                        "core.c.project.internal",
                        List.of(),
                        new Addresses("203.0.113.1", "10.0.0.1", null, null),
                        null),
                gce.metadata());
    }

    @Test
    void googlesAddressThatIsNoneIsNamed() {
        Gce gce = new Gce(
                service.with(GCE + "instance/network-interfaces/0/ip", "10.0.0").url(), http);

        FetchFailed failed = assertThrows(FetchFailed.class, gce::metadata);
        assertTrue(String.valueOf(failed.getMessage()).endsWith("'10.0.0' is no address"), failed::getMessage);
    }

    @Test
    void digitalOceanSaysItAllInOneDocument() throws Exception {
        String json = """
                {"hostname":"droplet","public_keys":["ssh-rsa AAAA a","ssh-rsa BBBB b"],
                 "interfaces":{"public":[{"ipv4":{"ip_address":"203.0.113.1"},"ipv6":{"ip_address":"2001:db8:0:0::1"}}],
                               "private":[{"ipv4":{"ip_address":"10.0.0.1"}}]}}""";
        DigitalOcean ocean = new DigitalOcean(
                service.with("/metadata/v1", "")
                        .with("/metadata/v1.json", json)
                        .with("/metadata/v1/user-data", "x")
                        .url(),
                http);

        assertTrue(ocean.isAvailable());
        assertEquals("x", text(ocean.userData()));
        assertEquals(
                new Metadata(
                        "droplet",
                        List.of("ssh-rsa AAAA a", "ssh-rsa BBBB b"),
                        new Addresses("203.0.113.1", "10.0.0.1", "2001:db8::1", null),
                        new NetworkConfig.Text(json)),
                ocean.metadata());
    }

    @Test
    void packetsLastAddressOfAKindCounts() throws Exception {
        String network = """
                {"addresses":[{"address_family":4,"public":true,"address":"203.0.113.1"},\
                {"address_family":6,"public":true,"address":"2001:db8::1"},\
                {"address_family":4,"public":false,"address":"10.0.0.1"},\
                {"address_family":4,"public":true,"address":"203.0.113.9"}]}""";
        Packet packet = new Packet(
                service.with("/", "")
                        .with("/userdata", "x")
                        .with(
                                "/metadata",
                                "{\"hostname\":\"p\",\"ssh_keys\":[\"ssh-rsa A a\"],\"network\":" + network + "}")
                        .url(),
                http);

        assertTrue(packet.isAvailable());
        assertEquals("x", text(packet.userData()));
        assertEquals(
                new Metadata(
                        "p",
                        List.of("ssh-rsa A a"),
                        new Addresses("203.0.113.9", "10.0.0.1", "2001:db8::1", null),
                        new NetworkConfig.Text(network)),
                packet.metadata());
    }

    @Test
    void aDocumentThatIsNoJsonIsNamedWithItsLine() {
        Packet packet = new Packet(service.with("/metadata", "{\n oops").url(), http);

        FetchFailed failed = assertThrows(FetchFailed.class, packet::metadata);
        assertTrue(String.valueOf(failed.getMessage()).contains("/metadata is not JSON: line 2"), failed::getMessage);
    }

    @Test
    void aServerThatFailsIsAskedAgainAndOneThatSaysNoIsNot() throws Exception {
        UrlSource there = new UrlSource(service.with("/file", "x").failing(3).url() + "file", http);
        assertEquals("x", text(there.userData()));
        assertEquals(4, service.requests().size());

        UrlSource absent = new UrlSource(service.url() + "absent", http);
        assertThrows(FetchFailed.class, absent::userData);
        assertEquals(5, service.requests().size());
        assertFalse(absent.isAvailable());
    }

    @Test
    void patienceEnds() {
        UrlSource source = new UrlSource(service.failing(99).url() + "file", http);

        FetchFailed failed = assertThrows(FetchFailed.class, source::userData);
        assertTrue(String.valueOf(failed.getMessage()).endsWith("answered 503, 4 times in a row"), failed::getMessage);
    }

    @Test
    void onlyHttpIsFetched() {
        for (String url : List.of("file:///etc/passwd", "ftp://a/b", "http://", "nonsense", "http://a b/")) {
            assertThrows(FetchFailed.class, () -> new UrlSource(url, http).userData(), url);
        }
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
