package io.muster.keyspace.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import io.muster.keyspace.fixture.ManualClock;
import io.muster.keyspace.wire.EventJson;
import io.muster.keyspace.wire.MembersJson;
import io.muster.keyspace.wire.SnapshotCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A store with a small history, a clock moved by `tick`, and whoever watches; performs one directive at a time.
final class ScenarioStage {
    private static final int HISTORY_SIZE = 8;

    private final Store store = new Store(HISTORY_SIZE);
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Map<String, Watch.Begun> watches = new HashMap<>();
    private final StringBuilder transcript = new StringBuilder();
    private byte[] snapshot = {};

    String takeTranscript() {
        String taken = transcript.toString();
        transcript.setLength(0);
        return taken;
    }

    /// Performs `verb /key flag name=value`; blank lines and those that begin with `#` are remarks.
    void perform(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        var d = ScenarioDirective.parse(line);
        switch (d.verb()) {
            case "set" -> apply(new Command.Set(d.key(), d.has("dir"), d.text("value"), d.ttl(), d.has("refresh")));
            case "create" -> apply(new Command.Create(d.key(), d.has("dir"), d.text("value"), d.ttl()));
            case "post" -> apply(new Command.CreateInOrder(d.key(), d.has("dir"), d.text("value"), d.ttl()));
            case "update" ->
                apply(new Command.Update(d.key(), d.has("dir"), d.text("value"), d.ttl(), d.has("refresh")));
            case "cas" ->
                apply(new Command.CompareAndSwap(d.key(), d.text("value"), d.ttl(), condition(d), d.has("refresh")));
            case "delete" -> apply(new Command.Delete(d.key(), d.has("dir"), d.has("recursive")));
            case "cad" -> apply(new Command.CompareAndDelete(d.key(), condition(d)));
            case "get" ->
                say(store.get(new Read(d.key(), d.has("recursive"), true, Read.Consistency.LOCAL), clock.instant()));
            case "watch" -> watch(d);
            case "close" -> watch(d.argument()).close();
            case "tick" -> tick(d);
            case "publish" -> publish(d);
            case "members" -> say(new String(MembersJson.write(store.members()), UTF_8));
            case "snapshot" -> snapshot();
            case "restore" -> restore();
            default -> throw new IllegalArgumentException("no such directive: " + line);
        }
    }

    private void apply(Command command) {
        store.apply(new Entry(clock.instant(), List.of(command))).forEach(this::say);
    }

    private static Condition condition(ScenarioDirective d) {
        return new Condition(d.text("prevValue"), d.number("prevIndex"));
    }

    private void watch(ScenarioDirective d) {
        String name = d.text("as");
        var follow = new Follow(d.key(), d.has("recursive"), d.has("stream"), d.number("since"));
        Watch watch = store.watch(follow, new Watch.Listener() {
            @Override
            public void onEvent(Event event) {
                transcript.append(name).append(" hears ").append(new String(EventJson.write(event), UTF_8));
            }

            @Override
            public void onClosed(String reason) {
                transcript.append(name).append(" ends: ").append(reason).append('\n');
            }
        });
        switch (watch) {
            case Watch.Refused refused -> say(refused.failure());
            case Watch.Begun begun -> {
                watches.put(name, begun);
                transcript.append("%s begun at %d\n".formatted(name, begun.startIndex()));
            }
        }
    }

    private Watch.Begun watch(String name) {
        var watch = watches.get(name);
        if (watch == null) {
            throw new IllegalArgumentException("no watch " + name);
        }
        return watch;
    }

    /// Time passes; what became due is removed, as the leader would ask, unless told `idle`.
    private void tick(ScenarioDirective d) {
        clock.advance(Duration.parse("PT" + d.argument()));
        if (!d.has("idle")
                && store.nextExpiry()
                        .filter(due -> !due.isAfter(clock.instant()))
                        .isPresent()) {
            store.apply(new Entry(clock.instant(), List.of(new Command.Expire())));
        }
        transcript.append("%s index %d\n".formatted(clock.instant(), store.index()));
    }

    private void publish(ScenarioDirective d) {
        var urls = List.of(d.text("url"));
        apply(new Command.PublishMember(new MemberInfo(d.number("id"), d.argument(), urls, urls)));
    }

    private void snapshot() {
        snapshot = SnapshotCodec.encode(store.image());
        transcript.append("snapshot at %d\n".formatted(store.index()));
    }

    private void restore() {
        store.restore(SnapshotCodec.decode(snapshot));
        transcript.append("restored to %d\n".formatted(store.index()));
    }

    private void say(Outcome outcome) {
        say(new String(EventJson.write(outcome), UTF_8));
    }

    private void say(String line) {
        transcript.append(line);
    }
}
