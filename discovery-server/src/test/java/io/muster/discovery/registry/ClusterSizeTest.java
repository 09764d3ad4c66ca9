package io.muster.discovery.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ClusterSizeTest {
    @Test
    void absentSizeIsThree() throws Exception {
        assertEquals("3", ClusterSize.parse("", false).toString());
    }

    @Test
    void numbersAreKeptInNormalForm() throws Exception {
        assertEquals("7", ClusterSize.parse("007", false).toString());
        assertEquals("5", ClusterSize.parse("+5", false).toString());
        assertEquals("100", ClusterSize.parse("100", false).toString());
    }

    @Test
    void sizeThatNoClusterCanHaveIsRefusedUnlessPermissive() throws Exception {
        refused("0", "size 0 is refused: a cluster has 1 to 100 members");
        refused("-1", "size -1 is refused: a cluster has 1 to 100 members");
        refused("101", "size 101 is refused: a cluster has 1 to 100 members");
        assertEquals("0", ClusterSize.parse("0", true).toString());
        assertEquals(
                "9223372036854775807",
                ClusterSize.parse("9223372036854775807", true).toString());
    }

    @Test
    void whatIsNoNumberIsRefusedInTheWordsOfTheOriginal() {
        refused("abc", "strconv.Atoi: parsing \"abc\": invalid syntax");
        refused("3.5", "strconv.Atoi: parsing \"3.5\": invalid syntax");
        refused(" 3", "strconv.Atoi: parsing \" 3\": invalid syntax");
        refused("1_000", "strconv.Atoi: parsing \"1_000\": invalid syntax");
        refused("a\"\\\n\u0001", "strconv.Atoi: parsing \"a\\\"\\\\\\n\\x01\": invalid syntax");
        refused("99999999999999999999", "strconv.Atoi: parsing \"99999999999999999999\": value out of range");
    }

    private static void refused(String text, String line) {
        assertEquals(
                line,
                assertThrows(ClusterSize.Refused.class, () -> ClusterSize.parse(text, false))
                        .line());
    }
}
