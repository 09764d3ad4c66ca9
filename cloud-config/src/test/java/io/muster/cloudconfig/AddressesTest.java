package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private static final Addresses KNOWN = new Addresses("203.0.113.1", "10.0.0.1", null, "fd00::1");

    @Test
    void placeholdersAreFilledWhereverTheyStand() {
        assertEquals(
                "# 10.0.0.1\na: 203.0.113.1:2379,[fd00::1]:2379\n",
                KNOWN.fill("# $private_ipv4\na: $public_ipv4:2379,[$private_ipv6]:2379\n"));
    }

    @Test
    void neighboursAreBothFilled() {
        assertEquals("10.0.0.110.0.0.1", KNOWN.fill("$private_ipv4$private_ipv4"));
    }

    @Test
    void aBackslashKeepsThePlaceholder() {
        assertEquals("a $private_ipv4 \\$public_ipv4", KNOWN.fill("a \\$private_ipv4 \\\\$public_ipv4"));
    }

    @Test
    void anUnknownAddressBecomesNothingAndIsReportedWhereItStands() {
        String text = "#cloud-config\n# $public_ipv6\nname: a\naddr: http://$public_ipv6:80\n";

        assertEquals("http://:80", KNOWN.fill("http://$public_ipv6:80"));
        assertEquals(
                List.of("f:4:14: warning: $public_ipv6 is not known and becomes nothing; give --public-ipv6"
                        + " [address-unset]"),
                KNOWN.unsetIn(text).lines("f"));
    }

    @Test
    void knownAddressesAreTheVariablesOfTheEnvironment() {
        assertEquals(
                Map.of(
                        "COREOS_PRIVATE_IPV4", "10.0.0.1",
                        "COREOS_PRIVATE_IPV6", "fd00::1",
                        "COREOS_PUBLIC_IPV4", "203.0.113.1"),
                KNOWN.environment());
    }
}
