package io.muster.keyspace.store;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.access.AccessChange;
import io.muster.keyspace.access.Permissions;
import io.muster.keyspace.access.Role;
import io.muster.keyspace.membership.MemberChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Entries at random, from few names and values so that they meet often.
final class RandomCommands {
    private static final List<String> NAMES = List.of("a", "b", "ab", "_h");
    private static final List<String> ACCESS_NAMES = List.of("root", "guest", "u", "ü");
    private static final List<String> VALUES = List.of("", "1", "2");

    private final RandomGenerator random;
    private Instant time = Instant.parse("2026-01-01T00:00:00Z");

    RandomCommands(RandomGenerator random) {
        this.random = random;
    }

    /// The next entry; time mostly goes on, and now and then a new leader's clock is behind.
    Entry entry(long index) {
        time = time.plusMillis(random.nextInt(-200, 1500));
        return new Entry(
                time,
                Stream.generate(() -> command(index))
                        .limit(random.nextInt(1, 4))
                        .toList());
    }

    Follow follow(long index) {
        long since = random.nextInt(3) == 0 ? Math.max(0, index + random.nextInt(-12, 4)) : 0;
        return new Follow(key(), random.nextBoolean(), random.nextBoolean(), since);
    }

    private Command command(long index) {
        return switch (random.nextInt(15)) {
            case 0 -> new Command.Create(key(), dir(), value(), ttl());
            case 1 -> new Command.CreateInOrder(key(), dir(), value(), ttl());
            case 2, 3, 4 -> new Command.Set(key(), dir(), value(), ttl(), false);
            case 5 -> new Command.Update(key(), dir(), value(), ttl(), false);
            case 6 -> new Command.CompareAndSwap(key(), value(), ttl(), condition(index), random.nextBoolean());
            case 7 -> new Command.Delete(key(), random.nextBoolean(), random.nextBoolean());
            case 8 -> new Command.CompareAndDelete(key(), condition(index));
            case 9 -> new Command.Expire();
            case 10 ->
                random.nextBoolean()
                        ? new Command.Set(key(), dir(), "", Duration.ofSeconds(2), true)
                        : new Command.Update(key(), false, "", Duration.ofSeconds(2), true);
            case 11, 12 -> new Command.ChangeAccess(access());
            case 13 -> new Command.ChangeMembers(members(), List.of(), false);
            default ->
                new Command.PublishMember(
                        new MemberInfo(random.nextInt(3), "m", List.of("http://h:2380"), List.of("http://h:2379")));
        };
    }

    /// All have one address, so a second member is never let in, and those who publish themselves have it, too.
    private MemberChange members() {
        long id = random.nextInt(4);
        List<String> urls = List.of("http://h:2380");
        return switch (random.nextInt(3)) {
            case 0 -> new MemberChange.Add(new MemberInfo(id, "", urls, List.of()));
            case 1 -> new MemberChange.Move(id, urls);
            default -> new MemberChange.Remove(id);
        };
    }

    private AccessChange access() {
        String name = pick(ACCESS_NAMES);
        return switch (random.nextInt(9)) {
            case 0, 1 -> new AccessChange.PutUser(name, pick(VALUES), random.nextBoolean() ? null : patterns());
            case 2, 3 -> new AccessChange.UpdateUser(name, pick(VALUES), patterns(), patterns());
            case 4 -> new AccessChange.DeleteUser(name);
            case 5 ->
                new AccessChange.CreateRole(
                        new Role(name, permissions(), random.nextBoolean() ? null : Permissions.NONE, null));
            case 6 -> new AccessChange.UpdateRole(name, permissions(), permissions());
            case 7 -> new AccessChange.DeleteRole(name);
            default -> random.nextBoolean() ? new AccessChange.Enable() : new AccessChange.Disable();
        };
    }

    private Permissions permissions() {
        return new Permissions(random.nextBoolean() ? null : patterns(), patterns());
    }

    private List<String> patterns() {
        return Stream.generate(() -> pick(ACCESS_NAMES))
                .limit(random.nextInt(3))
                .toList();
    }

    private Key key() {
        Key key = Key.ROOT;
        for (int depth = random.nextInt(4); depth > 0; depth--) {
            key = key.child(pick(NAMES));
        }
        return key;
    }

    private boolean dir() {
        return random.nextInt(4) == 0;
    }

    private String value() {
        return pick(VALUES);
    }

    private @Nullable Duration ttl() {
        return random.nextInt(3) == 0 ? Duration.ofSeconds(random.nextInt(4)) : null;
    }

    private Condition condition(long index) {
        return new Condition(value(), random.nextBoolean() ? 0 : Math.max(0, index - random.nextInt(4)));
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
