package io.muster.keyspace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.keyspace.Action;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.fixture.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The exact bytes of answers, kept in `golden/event-json.txt`.
class EventJsonTest {
    private static final Instant SECOND = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void answersAreWrittenToTheByte() throws IOException {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put("an empty value is written", get(file("", null, 0)));
        outcomes.put("an empty root", get(directory(Key.ROOT, 0)));
        outcomes.put("a root with children", get(directory(Key.ROOT, 0, file("1", null, 0))));
        outcomes.put(
                "a directory with children", get(directory(Key.of("/d"), 7, file("1", null, 0), file("2", null, 0))));
        outcomes.put("what HTML would take for its own", get(file("<a href=\"x\">&amp;</a>", null, 0)));
        outcomes.put("controls", get(file("\u0000\b\t\n\u000b\f\r\u001f\u007f\\/\"", null, 0)));
        outcomes.put("line and paragraph separators", get(file("a\u2028b\u2029c\u2027", null, 0)));
        outcomes.put("beyond ASCII", get(file("größe – 世界 😀 \u0080\u07ff\u0800\uffff", null, 0)));
        outcomes.put(
                "bytes that are no text",
                get(file(Utf8.decode(new byte[] {'a', (byte) 0xff, (byte) 0xc3, 'b'}), null, 0)));
        outcomes.put("surrogates without a partner", get(file("\ud83d \ude00 \ud83d", null, 0)));
        outcomes.put("an honest replacement character", get(file("\ufffd", null, 0)));
        outcomes.put("a whole second", get(file("v", SECOND, 5)));
        outcomes.put("tenths", get(file("v", SECOND.plusNanos(100_000_000), 5)));
        outcomes.put("four digits", get(file("v", SECOND.plusNanos(123_400_000), 5)));
        outcomes.put("nine digits", get(file("v", SECOND.plusNanos(1), 5)));
        outcomes.put("no time left", get(file("v", SECOND, 0)));
        outcomes.put("overdue", get(file("v", SECOND, -3)));
        outcomes.put(
                "a large index",
                new Event(Action.GET, new Node(Key.of("/a"), "v", false, null, 0, List.of(), -1, -2), null, 9));
        Node gone = new Node(Key.of("/d"), null, true, null, 0, List.of(), 8, 7);
        outcomes.put("a removed directory", new Event(Action.DELETE, gone, directory(Key.of("/d"), 7), 8));
        outcomes.put("a refusal", new Failure(ErrorCode.KEY_NOT_FOUND, "/a<b", 12));
        outcomes.put("a refusal without a cause", new Failure(ErrorCode.NOT_A_FILE, "", 0));

        var text = new StringBuilder();
        outcomes.forEach((what, outcome) -> text.append(what)
                .append('\n')
                .append(new String(EventJson.write(outcome), UTF_8))
                .append('\n'));
        Golden.check(Path.of("src/test/resources/golden/event-json.txt"), text.toString());
    }

    @Test
    void everyActionIsNamed() {
        for (Action action : Action.values()) {
            var event = new Event(action, file("v", null, 0), null, 1);
            var json = new String(EventJson.write(event), UTF_8);
            assertEquals("{\"action\":\"" + action.word() + "\",", json.substring(0, json.indexOf("\"node\"")));
            assertEquals(
                    new Reply.Happened(new Event(action, event.node(), null, 3)),
                    EventJson.read(EventJson.write(event)));
        }
    }

    private static Event get(Node node) {
        return new Event(Action.GET, node, null, 9);
    }

    private static Node file(String value, @Nullable Instant expiration, long ttl) {
        return new Node(Key.of("/a"), value, false, expiration, ttl, List.of(), 3, 2);
    }

    private static Node directory(Key key, long index, Node... children) {
        return new Node(key, null, true, null, 0, List.of(children), index, index);
    }
}
