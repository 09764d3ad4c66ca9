package io.muster.keyspace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class AccessJsonTest {
    @Test
    void rolesOfAUserAreReadByNameAndInFull() {
        var wanted = new AccessJson.User("u", List.of("a", "b"));
        assertEquals(wanted, AccessJson.readUser("{\"user\":\"u\",\"roles\":[\"a\",\"b\"]}".getBytes(UTF_8)));
        assertEquals(
                wanted,
                AccessJson.readUser(
                        "{\"user\":\"u\",\"roles\":[{\"role\":\"a\",\"permissions\":{\"kv\":{\"read\":null}}},{\"role\":\"b\"}]}"
                                .getBytes(UTF_8)));
        assertEquals(new AccessJson.User("u", List.of()), AccessJson.readUser("{\"user\":\"u\"}".getBytes(UTF_8)));
    }

    @Test
    void listsAreReadInBothForms() {
        assertEquals(List.of(), AccessJson.readUsers("{\"users\":null}".getBytes(UTF_8)));
        assertEquals(
                List.of(new AccessJson.User("u", List.of()), new AccessJson.User("v", List.of("r"))),
                AccessJson.readUsers("{\"users\":[\"u\",{\"user\":\"v\",\"roles\":[\"r\"]}]}".getBytes(UTF_8)));
        assertEquals(
                List.of(new AccessJson.Role("root", List.of("/*"), List.of("/*"))),
                AccessJson.readRoles(
                        "{\"roles\":[{\"role\":\"root\",\"permissions\":{\"kv\":{\"read\":[\"/*\"],\"write\":[\"/*\"]}}}]}"
                                .getBytes(UTF_8)));
    }

    @Test
    void whatIsNoAnswerIsRefused() {
        assertThrows(MalformedBytesException.class, () -> AccessJson.readRole("[]".getBytes(UTF_8)));
        assertThrows(MalformedBytesException.class, () -> AccessJson.readUsers("{\"users\":1}".getBytes(UTF_8)));
    }
}
