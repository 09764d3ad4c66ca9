package io.muster.keyspace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.Action;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client makes of bodies, from servers of any version.
class ReplyTest {
    @Test
    void anEventIsReadAsItWasWritten() {
        var inner =
                new Node(Key.of("/d/a"), "<1>\n", false, Instant.parse("2026-01-01T00:00:00.5Z"), 5, List.of(), -1, 4);
        var node = new Node(Key.of("/d"), null, true, null, 0, List.of(inner), 7, 6);
        var event = new Event(Action.UPDATE, node, inner, 7);
        assertEquals(new Reply.Happened(event), EventJson.read(EventJson.write(event)));
    }

    @Test
    void whatIsNotKnownIsPassedOver() {
        var reply = read("""
                {"future":{"a":[1,{"b":2}]},"action":"set","node":{"key":"/a","value":"v","new":[],"modifiedIndex":3,"createdIndex":3},"prevNode":null}
                """);
        var event = assertInstanceOf(Reply.Happened.class, reply).event();
        assertEquals("v", event.node().value());
        assertTrue(event.created());
    }

    @Test
    void aLocalTimeAndAMissingNodeAreUnderstood() {
        var old = read("""
                {"action":"get","node":{"key":"/a","value":"","expiration":"2013-12-04T12:01:21.874888581-08:00","ttl":1}}""");
        assertEquals(
                Instant.parse("2013-12-04T20:01:21.874888581Z"),
                assertInstanceOf(Reply.Happened.class, old).event().node().expiration());
        var none = assertInstanceOf(Reply.Happened.class, read("{\"action\":\"set\"}"));
        assertEquals(Key.ROOT, none.event().node().key());
    }

    @Test
    void aRefusalKeepsItsNumberEvenIfUnknown() {
        var known = assertInstanceOf(
                Reply.Refused.class,
                read(
                        "{\"errorCode\":100,\"message\":\"Key not found\",\"cause\":\"/x\",\"index\":18446744073709551615}\n"));
        assertEquals(new Reply.Refused(100, "Key not found", "/x", -1), known);
        assertEquals(Optional.of(ErrorCode.KEY_NOT_FOUND), known.code());
        var unknown = assertInstanceOf(Reply.Refused.class, read("{\"errorCode\":999,\"message\":\"m\"}"));
        assertEquals(Optional.empty(), unknown.code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "404 page not found\n",
                "{\"action\":\"get\",\"node\":[]}",
                "{\"action\":\"get\",\"node\":{\"key\":\"/a\",",
                "{\"action\":\"dance\",\"node\":{}}",
                "{\"action\":\"get\",\"node\":{\"expiration\":\"tomorrow\"}}",
                "{\"action\":\"get\",\"node\":{\"modifiedIndex\":\"x\"}}",
                "{\"action\":\"get\",\"node\":{\"nodes\":[{\"dir\":1}]}}"
            })
    void anythingElseIsMalformed(String body) {
        var e = assertThrows(MalformedBytesException.class, () -> read(body));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("answer "), message);
        assertEquals(1, message.lines().count(), message);
    }

    private static Reply read(String body) {
        return EventJson.read(body.getBytes(UTF_8));
    }
}
