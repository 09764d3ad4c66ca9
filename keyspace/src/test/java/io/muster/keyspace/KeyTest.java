package io.muster.keyspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTest {
    @ParameterizedTest
    @CsvSource({
        "'', /",
        "/, /",
        "a, /a",
        "/a/b, /a/b",
        "/a/b/, /a/b",
        "//a///b//, /a/b",
        "/a/./b/., /a/b",
        "/a/../b, /b",
        "/../../a, /a",
        "/a/..., /a/...",
        "/.a/..b, /.a/..b",
        "/a b, /a b"
    })
    void pathsAreCleaned(String path, String clean) {
        assertEquals(clean, Key.of(path).path());
        assertEquals(new Key(clean), Key.of(path));
    }

    @Test
    void anUncleanPathIsNoKey() {
        var e = assertThrows(IllegalArgumentException.class, () -> new Key("/a/"));
        assertEquals("not a clean key: '/a/'; use Key.of", e.getMessage());
    }

    @Test
    void aKeyKnowsItsPlace() {
        Key key = Key.of("/a/_b");
        assertEquals(Key.of("/a"), key.parent());
        assertEquals(Key.ROOT, key.parent().parent());
        assertEquals(Key.ROOT, Key.ROOT.parent());
        assertEquals("_b", key.name());
        assertEquals("", Key.ROOT.name());
        assertEquals(List.of("a", "_b"), key.segments());
        assertEquals(List.of(), Key.ROOT.segments());
        assertEquals(Key.of("/a/_b/c/d"), key.child("c/d"));
        assertEquals(Key.of("/c"), Key.ROOT.child("c"));
    }

    @Test
    void onlyTheLastSegmentHides() {
        assertTrue(Key.of("/a/_b").isHidden());
        assertFalse(Key.of("/_a/b").isHidden());
        assertFalse(Key.ROOT.isHidden());
    }

    @Test
    void belowIsASegmentNotAPrefix() {
        assertTrue(Key.of("/a/b").isAtOrBelow(Key.of("/a")));
        assertTrue(Key.of("/a").isAtOrBelow(Key.of("/a")));
        assertTrue(Key.of("/a").isAtOrBelow(Key.ROOT));
        assertFalse(Key.of("/ab").isAtOrBelow(Key.of("/a")));
        assertFalse(Key.of("/a").isAtOrBelow(Key.of("/a/b")));
    }
}
