package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Documents that are made to hurt whoever reads them.
class HostileDocumentTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void aliasesThatMultiplyAreRefused() {
        StringBuilder text = new StringBuilder("#cloud-config\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            text.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n"
                    .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
        }

        assertEquals(List.of(Code.TOO_LARGE), codes(text.toString()));
    }

    @Test
    void aDocumentOfManyMegabytesIsRefusedUnread() {
        assertEquals(List.of(Code.TOO_LARGE), codes("#cloud-config\n# " + "x".repeat(5 << 20)));
    }

    @Test
    void nestingWithoutEndIsRefused() {
        assertEquals(List.of(Code.TOO_LARGE), codes("#cloud-config\nhostname: " + "[".repeat(100_000)));
    }

    @Test
    void aPatternIsMatchedInTimeHoweverLongTheValue() {
        String text = "#cloud-config\ncoreos:\n  locksmith:\n    window_length: \"%s!\"\n";

        assertEquals(List.of(Code.INVALID_VALUE), codes(text.formatted("a".repeat(50_000))));
    }

    @Test
    void aMegabyteOfMisspeltKeysIsReadInTime() {
        StringBuilder text = new StringBuilder("#cloud-config\ncoreos:\n  etcd:\n");
        for (int i = 0; i < 40_000; i++) {
            text.append("    listen_client_url_%d: x\n".formatted(i));
        }

        assertEquals(40_000, codes(text.toString()).size());
    }

    /// Were anything in it quadratic, a megabyte would take minutes.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh_authorized_keys: [|[a],|]",
                "users: [|{name: joe, groups: [x], ssh_authorized_keys: [a]},|]",
                "coreos: {etcd2: {listen_client_urls: \"|http://h:1,|\"}}",
                "coreos: {fleet: {metadata: \"|\\x20${private_ip}|\"}}",
                "coreos: {units: [{name: a.service, content: \"|Before=b.service\\nAfter=\\nAfter=b.service\\n|\"}]}",
                "hostname: |$private_ipv4x 🐎 |",
                "hostname: '|''|'",
                "hostname: \"|\\\"|\""
            })
    void aMegabyteOnOneLineIsReadInTime(String shape) {
        String[] parts = shape.split("\\|", -1);
        String text = "#cloud-config\n" + parts[0] + parts[1].repeat((1 << 20) / parts[1].length()) + parts[2] + "\n";

        assertFalse(codes(text).contains(Code.SYNTAX));
    }

    @Test
    void noTagMakesAnObject() {
        assertEquals(
                List.of(Code.WRONG_TYPE),
                codes(
                        "#cloud-config\nhostname: !!javax.script.ScriptEngineManager [!!java.net.URL [\"http://x/\"]]\n"));
    }

    private static List<Code> codes(String text) {
        return assertTimeoutPreemptively(LIMIT, () -> CloudConfigParser.check(text, Deployment.UNKNOWN))
                .findings()
                .stream()
                .map(Finding::code)
                .toList();
    }
}
