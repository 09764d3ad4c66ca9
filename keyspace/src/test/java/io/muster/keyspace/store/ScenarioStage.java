package io.muster.keyspace.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.access.AccessChange;
import io.muster.keyspace.access.Permissions;
import io.muster.keyspace.access.Role;
import io.muster.keyspace.fixture.ManualClock;
import io.muster.keyspace.fixture.Story;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.wire.AccessAnswerJson;
import io.muster.keyspace.wire.EventJson;
import io.muster.keyspace.wire.MembersJson;
import io.muster.keyspace.wire.SnapshotCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A store with a small history, a clock moved by `tick`, and whoever watches; performs one directive at a time.
final class ScenarioStage implements Story.Stage {
    private static final int HISTORY_SIZE = 8;

    private final Store store = new Store(HISTORY_SIZE);
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Map<String, Watch.Begun> watches = new HashMap<>();
    private final StringBuilder transcript = new StringBuilder();
    private byte[] snapshot = {};

    @Override
    public String takeTranscript() {
        String taken = transcript.toString();
        transcript.setLength(0);
        return taken;
    }

    /// Performs `verb /key flag name=value`; blank lines and those that begin with `#` are remarks.
    @Override
    public void perform(String line) {
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
            case "put-user" -> change(new AccessChange.PutUser(d.argument(), d.text("hash"), d.names("roles")));
            case "update-user" ->
                change(new AccessChange.UpdateUser(
                        d.argument(), d.text("hash"), names(d, "grant"), names(d, "revoke")));
            case "delete-user" -> change(new AccessChange.DeleteUser(d.argument()));
            case "create-role" ->
                change(new AccessChange.CreateRole(
                        new Role(d.argument(), new Permissions(d.names("read"), d.names("write")))));
            case "grant-role" -> change(new AccessChange.UpdateRole(d.argument(), permissions(d), Permissions.NONE));
            case "revoke-role" -> change(new AccessChange.UpdateRole(d.argument(), Permissions.NONE, permissions(d)));
            case "delete-role" -> change(new AccessChange.DeleteRole(d.argument()));
            case "enable" -> change(new AccessChange.Enable());
            case "disable" -> change(new AccessChange.Disable());
            case "access" -> access();
            case "may" -> may(d);
            case "member-add", "member-move", "member-remove", "member-keep" -> change(d);
            case "members" ->
                say(new String(
                        MembersJson.write(List.copyOf(store.members().present().values())), UTF_8));
            case "snapshot" -> snapshot();
            case "restore" -> restore();
            default -> throw new IllegalArgumentException("no such directive: " + line);
        }
    }

    private void apply(Command command) {
        store.apply(new Entry(clock.instant(), List.of(command))).forEach(this::say);
    }

    private void change(AccessChange change) {
        for (Outcome outcome : store.apply(new Entry(clock.instant(), List.of(new Command.ChangeAccess(change))))) {
            String body = new String(EventJson.write(outcome), UTF_8).strip();
            transcript.append("%s at %d\n".formatted(body.isEmpty() ? "done" : body, outcome.index()));
        }
    }

    private void access() {
        Access access = store.access();
        say(new String(AccessAnswerJson.enabled(access.enabled()), UTF_8));
        say(new String(AccessAnswerJson.users(access), UTF_8));
        say(new String(AccessAnswerJson.roles(access), UTF_8));
    }

    /// Whether a user, or a guest if `as` is not given, may do something to a key.
    private void may(ScenarioDirective d) {
        Access access = store.access();
        String user = d.text("as");
        boolean may = user.isEmpty()
                ? access.allowsGuest(d.argument(), d.has("write"))
                : access.user(user)
                        .filter(known -> access.allows(known, d.argument(), d.has("write"), d.has("recursive")))
                        .isPresent();
        transcript.append(may ? "yes\n" : "no\n");
    }

    private static Permissions permissions(ScenarioDirective d) {
        return new Permissions(d.names("read"), d.names("write"));
    }

    private static List<String> names(ScenarioDirective d, String name) {
        return Objects.requireNonNullElse(d.names(name), List.of());
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

    private void change(ScenarioDirective d) {
        long id = Long.parseUnsignedLong(d.argument());
        List<String> urls = names(d, "url");
        MemberChange change =
                switch (d.verb()) {
                    case "member-add" -> new MemberChange.Add(new MemberInfo(id, "", urls, List.of()));
                    case "member-move" -> new MemberChange.Move(id, urls);
                    case "member-keep" -> new MemberChange.KeepOnly(id);
                    default -> new MemberChange.Remove(id);
                };
        List<MemberInfo> founders = names(d, "founders").stream()
                .map(founder -> new MemberInfo(
                        Long.parseUnsignedLong(founder),
                        "m" + founder,
                        List.of("http://founder:" + founder),
                        List.of()))
                .toList();
        Entry entry = new Entry(clock.instant(), List.of(new Command.ChangeMembers(change, founders, d.has("strict"))));
        MembershipOutcome outcome = (MembershipOutcome) store.apply(entry).getFirst();
        transcript.append("%s at %d\n".formatted(outcome.verdict(), outcome.index()));
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
