package io.muster.keyspace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Key;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.access.AccessChange;
import io.muster.keyspace.access.Permissions;
import io.muster.keyspace.access.Role;
import io.muster.keyspace.fixture.Mutator;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.store.Entry;
import io.muster.keyspace.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every reader of bytes against spoilt ones: it reads them, or says that they are malformed, at once. What it reads
/// can be used.
class HostileBytesTest {
    private static final int ROUNDS = 4_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.5Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final MemberInfo MEMBER = new MemberInfo(3, "m", List.of("http://p:1"), List.of("http://c:2"));
    private static final Permissions READ_ALL = new Permissions(List.of("/*"), null);
    private static final List<Command> COMMANDS = List.of(
            new Command.Set(Key.of("/a"), false, "1\uDCFF", MINUTE, false),
            new Command.Create(Key.of("/d/e/f"), true, "", MINUTE),
            new Command.CreateInOrder(Key.of("/d"), false, "x", null),
            new Command.Update(Key.of("/a"), false, "2", Duration.ofSeconds(Long.MAX_VALUE), true),
            new Command.CompareAndSwap(Key.of("/a"), "3", null, new Condition("2", 0), false),
            new Command.Delete(Key.of("/d"), false, true),
            new Command.CompareAndDelete(Key.of("/a"), new Condition("", 300)),
            new Command.Expire(),
            new Command.PublishMember(MEMBER),
            new Command.ChangeMembers(new MemberChange.Add(MEMBER), List.of(MEMBER), true),
            new Command.ChangeMembers(new MemberChange.Move(3, List.of("http://p:2")), List.of(), false),
            new Command.ChangeMembers(new MemberChange.Remove(9), List.of(), false),
            new Command.ChangeAccess(new AccessChange.PutUser("root", "hash", List.of("r"))),
            new Command.ChangeAccess(new AccessChange.CreateRole(new Role("r", READ_ALL, READ_ALL, null))),
            new Command.ChangeAccess(new AccessChange.UpdateRole("r", READ_ALL, new Permissions(null, List.of("/a")))),
            new Command.ChangeAccess(new AccessChange.UpdateUser("root", "other", List.of("r"), List.of("q"))),
            new Command.ChangeAccess(new AccessChange.DeleteUser("root")));

    @ParameterizedTest(name = "{0}")
    @MethodSource("readers")
    void spoiltBytesAreReadOrMalformed(String name, List<byte[]> sound, Consumer<byte[]> reader) {
        Mutator mutator = new Mutator(name.hashCode());
        int rounds = Mutator.rounds(ROUNDS);
        assertTimeoutPreemptively(LIMIT.multipliedBy(1 + rounds / ROUNDS), () -> {
            for (int round = 0; round < rounds; round++) {
                byte[] bytes = round % 50 == 0 ? mutator.noise(60) : mutator.spoil(mutator.pick(sound));
                try {
                    reader.accept(bytes);
                } catch (MalformedBytesException e) {
                    // as declared
                } catch (RuntimeException e) {
                    fail("round " + round + ": " + HexFormat.of().formatHex(bytes), e);
                }
            }
        });
    }

    static Stream<Arguments> readers() {
        Store store = new Store(5);
        store.apply(new Entry(NOON, COMMANDS.subList(0, 5)));
        store.apply(new Entry(NOON, COMMANDS.subList(8, 12)));
        byte[] members = MembersJson.write(List.of(MEMBER));
        return Stream.of(
                reader("entry", EntryCodec.encode(new Entry(NOON, COMMANDS)), HostileBytesTest::apply),
                reader("pack", EntryCodec.encodePack(COMMANDS), EntryCodec::decodePack),
                reader("snapshot", SnapshotCodec.encode(store.image()), HostileBytesTest::restore),
                reader("event", text(EVENT), EventJson::read),
                reader("failure", text(FAILURE), EventJson::read),
                reader("members", members, MembersJson::read),
                reader("member", MembersJson.write(MEMBER), MembersJson::readMember),
                reader("user", text(USER), AccessJson::readUser),
                reader("users", text("{\"users\":[" + USER + ",null]}"), AccessJson::readUsers),
                reader("role", text(ROLE), AccessJson::readRole),
                reader("roles", text("{\"roles\":[" + ROLE + ",null]}"), AccessJson::readRoles),
                reader("request about a user", text(USER), AccessRequestJson::readUser),
                reader("request about a role", text(ROLE), AccessRequestJson::readRole),
                reader("health", text("{\"health\": \"true\"}"), HealthJson::read),
                reader("message", text("{\"message\":\"no\"}"), MessageJson::read));
    }

    private static final String EVENT = """
            {"action":"expire","node":{"key":"/d","dir":true,"expiration":"2026-01-01T00:00:00.5Z","ttl":-3,"nodes":[\
            {"key":"/d/a","value":"\\u003c\\ufffd","modifiedIndex":18446744073709551615,"createdIndex":1}],\
            "modifiedIndex":7,"createdIndex":6},"prevNode":{"key":"/d","dir":true,"modifiedIndex":6,"createdIndex":6}}
            """;
    private static final String FAILURE = """
            {"errorCode":401,"message":"The event in requested index is outdated and cleared","cause":"[2/1]","index":7}
            """;
    private static final String ROLE = """
            {"role":"r","permissions":{"kv":{"read":["/*","/a"],"write":null}},"grant":{"kv":{"read":["*"]}}}""";
    private static final String USER = "{\"user\":\"u\",\"password\":\"p\",\"roles\":[\"root\"," + ROLE + "]}";

    private static void apply(byte[] bytes) {
        new Store(5).apply(EntryCodec.decode(bytes));
    }

    private static void restore(byte[] bytes) {
        Store store = new Store(5);
        store.restore(SnapshotCodec.decode(bytes));
        SnapshotCodec.encode(store.image());
        store.apply(new Entry(NOON.plus(MINUTE), List.of(new Command.Expire())));
    }

    private static byte[] text(String text) {
        return text.getBytes(UTF_8);
    }

    private static Arguments reader(String name, byte[] sound, Consumer<byte[]> reader) {
        return Arguments.of(name, List.of(sound), reader);
    }
}
