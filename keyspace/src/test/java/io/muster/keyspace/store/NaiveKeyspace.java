package io.muster.keyspace.store;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Action;
import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Node;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.access.Ruling;
import io.muster.keyspace.access.Verdict;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.membership.MemberVerdict;
import io.muster.keyspace.membership.Members;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The keyspace as one flat list of paths, written down from the specification without a thought of cost, to compare
/// the real store with.
final class NaiveKeyspace {
    /// What happened: whom it may concern is decided elsewhere.
    record Happening(Event event, Set<Key> before, boolean silent) {}

    private record Item(@Nullable String value, @Nullable Instant expiration, long modified, long created) {}

    private static final String MACHINE = "etcd=http%3A%2F%2Fh%3A2379&raft=http%3A%2F%2Fh%3A2380";

    private final TreeMap<Key, Item> items = new TreeMap<>(Comparator.comparing(Key::path));
    private final List<Happening> happenings = new ArrayList<>();
    private long index;
    private Access access = Access.NONE;
    private Members members = Members.NONE;
    private Instant time = Instant.EPOCH;

    NaiveKeyspace() {
        items.put(Key.ROOT, new Item(null, null, 0, 0));
    }

    long index() {
        return index;
    }

    /// Everything that happened and was not yet taken.
    List<Happening> takeHappenings() {
        List<Happening> taken = List.copyOf(happenings);
        happenings.clear();
        return taken;
    }

    List<Outcome> apply(Entry entry) {
        time = entry.time().isAfter(time) ? entry.time() : time;
        return entry.commands().stream().map(this::apply).toList();
    }

    Outcome getAll(Instant now) {
        return new Event(Action.GET, listed(Key.ROOT, now), null, index);
    }

    Optional<Instant> nextExpiry() {
        return items.values().stream()
                .flatMap(item -> Optional.ofNullable(item.expiration).stream())
                .min(Comparator.naturalOrder());
    }

    private Outcome apply(Command command) {
        return switch (command) {
            case Command.Create c -> place(Action.CREATE, c.key(), c.dir(), c.value(), c.ttl(), false);
            case Command.CreateInOrder c -> {
                Key key = c.directory().child("%020d".formatted(index + 1));
                yield place(Action.CREATE, key, c.dir(), c.value(), c.ttl(), false);
            }
            case Command.Set c -> {
                Item old = items.get(c.key());
                if (c.refresh() && old == null) {
                    yield missing(c.key());
                }
                String value = c.refresh() && old != null && old.value != null ? old.value : c.value();
                yield place(Action.SET, c.key(), c.dir(), value, c.ttl(), c.refresh());
            }
            case Command.Update c ->
                change(Action.UPDATE, c.key(), c.value(), c.ttl(), c.refresh(), new Condition("", 0));
            case Command.CompareAndSwap c ->
                change(Action.COMPARE_AND_SWAP, c.key(), c.value(), c.ttl(), c.refresh(), c.condition());
            case Command.Delete c -> delete(c);
            case Command.CompareAndDelete c -> compareAndDelete(c);
            case Command.Expire c -> expire();
            // Which changes are refused, and how, is shown by the recorded cases; here they only use up indices.
            case Command.ChangeAccess c -> {
                Ruling ruling = Ruling.on(c.change(), access);
                access = ruling.access();
                index += ruling.verdict() instanceof Verdict.Refused ? 0 : 1;
                yield new AccessOutcome(ruling.verdict(), index);
            }
            // As with access, only what it does to the keys is modelled here.
            case Command.ChangeMembers c -> {
                Members.Ruling ruling = members.knowing(c.founders()).decide(c.change(), c.strict());
                if (ruling.verdict() == MemberVerdict.DONE) {
                    MemberInfo known = members.present().get(id(c.change()));
                    members = ruling.members();
                    index++;
                    if (known != null
                            && c.change() instanceof MemberChange.Remove
                            && !known.name().isEmpty()) {
                        items.remove(Key.of("/_etcd/machines").child(known.name()));
                    } else if (known != null && c.change() instanceof MemberChange.Move) {
                        tell("/_etcd/config", "{\"activeSize\":9,\"removeDelay\":1800,\"syncInterval\":5}");
                        if (!known.name().isEmpty()) {
                            tell("/_etcd/machines/" + known.name(), MACHINE);
                        }
                    }
                }
                yield new MembershipOutcome(ruling.verdict(), index);
            }
            case Command.PublishMember c
            when members.removed().contains(c.member().id()) ->
                new Event(Action.GET, alone(Key.ROOT, time), null, index);
            case Command.PublishMember c -> {
                members = members.published(c.member());
                index++;
                tell("/_etcd/config", "{\"activeSize\":9,\"removeDelay\":1800,\"syncInterval\":5}");
                tell("/_etcd/machines/" + c.member().name(), MACHINE);
                yield new Event(Action.GET, alone(Key.ROOT, time), null, index);
            }
        };
    }

    private static long id(MemberChange change) {
        return switch (change) {
            case MemberChange.Add add -> add.member().id();
            case MemberChange.Move move -> move.id();
            case MemberChange.Remove remove -> remove.id();
            case MemberChange.KeepOnly keep -> keep.id();
        };
    }

    /// Nobody else writes below `/_etcd` here, so nothing is ever in the way.
    private void tell(String path, String value) {
        items.putIfAbsent(Key.of("/_etcd"), new Item(null, null, index, index));
        boolean machine = path.startsWith("/_etcd/machines/");
        if (machine) {
            items.putIfAbsent(Key.of("/_etcd/machines"), new Item(null, null, index, index));
        }
        Item item = new Item(value, null, index, index);
        if (machine) {
            items.put(Key.of(path), item);
        } else {
            items.putIfAbsent(Key.of(path), item);
        }
    }

    private Outcome place(Action action, Key key, boolean dir, String value, @Nullable Duration ttl, boolean silent) {
        Item old = items.get(key);
        Optional<Key> blocking = fileAbove(key);
        if (key.isRoot()) {
            return refused(ErrorCode.ROOT_READ_ONLY, "/");
        } else if (blocking.isPresent()) {
            return refused(ErrorCode.NOT_A_DIRECTORY, blocking.get().path());
        } else if (old != null && action == Action.CREATE) {
            return refused(ErrorCode.KEY_EXISTS, key.path());
        } else if (old != null && old.value == null) {
            return refused(ErrorCode.NOT_A_FILE, key.path());
        }
        Set<Key> before = Set.copyOf(items.keySet());
        Node prevNode = old == null ? null : alone(key, time);
        index++;
        for (Key parent = key.parent(); !items.containsKey(parent); parent = parent.parent()) {
            items.put(parent, new Item(null, null, index, index));
        }
        items.put(key, new Item(dir ? null : value, ends(ttl), index, index));
        return happened(new Event(action, alone(key, time), prevNode, index), before, silent);
    }

    private Outcome change(
            Action action, Key key, String value, @Nullable Duration ttl, boolean refresh, Condition condition) {
        Item old = items.get(key);
        boolean swap = action == Action.COMPARE_AND_SWAP;
        if (key.isRoot()) {
            return refused(ErrorCode.ROOT_READ_ONLY, "/");
        } else if (old == null) {
            return missing(key);
        } else if (old.value == null && (swap || !value.isEmpty())) {
            return refused(ErrorCode.NOT_A_FILE, key.path());
        } else if (swap && !differences(condition, old).isEmpty()) {
            return refused(ErrorCode.COMPARE_FAILED, differences(condition, old));
        }
        Set<Key> before = Set.copyOf(items.keySet());
        Node prevNode = alone(key, time);
        index++;
        String kept = refresh ? old.value : value;
        items.put(key, new Item(old.value == null ? null : kept, ends(ttl), index, old.created));
        Event event = new Event(action, alone(key, time), prevNode, index);
        if (old.value == null) {
            items.put(key, new Item(null, ends(ttl), old.modified, old.created));
        }
        return happened(event, before, refresh);
    }

    private Outcome delete(Command.Delete command) {
        Key key = command.key();
        Item old = items.get(key);
        if (key.isRoot()) {
            return refused(ErrorCode.ROOT_READ_ONLY, "/");
        } else if (old == null) {
            return missing(key);
        } else if (old.value == null && !command.dir() && !command.recursive()) {
            return refused(ErrorCode.NOT_A_FILE, key.path());
        } else if (!command.recursive() && items.keySet().stream().anyMatch(k -> isBelow(k, key))) {
            return refused(ErrorCode.DIRECTORY_NOT_EMPTY, key.path());
        }
        return remove(Action.DELETE, key, old.value == null);
    }

    private Outcome compareAndDelete(Command.CompareAndDelete command) {
        Key key = command.key();
        Item old = items.get(key);
        if (old == null) {
            return missing(key);
        } else if (old.value == null) {
            return refused(ErrorCode.NOT_A_FILE, key.isRoot() ? "" : key.path());
        } else if (!differences(command.condition(), old).isEmpty()) {
            return refused(ErrorCode.COMPARE_FAILED, differences(command.condition(), old));
        }
        return remove(Action.COMPARE_AND_DELETE, key, false);
    }

    private Outcome expire() {
        record Due(Instant when, long created, Key key) {}
        while (true) {
            TreeSet<Due> due = new TreeSet<>(
                    Comparator.comparing(Due::when).thenComparing(Due::created).thenComparing(d -> d.key.path()));
            items.forEach((key, item) -> {
                if (item.expiration != null && !item.expiration.isAfter(time)) {
                    due.add(new Due(item.expiration, item.created, key));
                }
            });
            if (due.isEmpty()) {
                return new Event(Action.GET, alone(Key.ROOT, time), null, index);
            }
            remove(Action.EXPIRE, due.first().key, false);
        }
    }

    private Outcome remove(Action action, Key key, boolean dir) {
        Set<Key> before = Set.copyOf(items.keySet());
        Node prevNode = alone(key, time);
        index++;
        items.keySet().removeIf(other -> other.equals(key) || isBelow(other, key));
        Node node = new Node(key, null, dir, null, 0, List.of(), index, prevNode.createdIndex());
        return happened(new Event(action, node, prevNode, index), before, false);
    }

    private Event happened(Event event, Set<Key> before, boolean silent) {
        happenings.add(new Happening(event, before, silent));
        return event;
    }

    private Failure refused(ErrorCode code, String cause) {
        return new Failure(code, cause, index);
    }

    private Failure missing(Key key) {
        Optional<Key> blocking = fileAbove(key);
        if (blocking.isPresent()) {
            return refused(ErrorCode.NOT_A_DIRECTORY, blocking.get().path());
        }
        Key first = key;
        while (!items.containsKey(first.parent())) {
            first = first.parent();
        }
        return refused(ErrorCode.KEY_NOT_FOUND, first.path());
    }

    private Optional<Key> fileAbove(Key key) {
        return items.keySet().stream()
                .filter(k -> isBelow(key, k) && alone(k, time).value() != null)
                .findFirst();
    }

    private Node listed(Key key, Instant now) {
        List<Node> children = items.keySet().stream()
                .filter(k -> !k.isRoot() && k.parent().equals(key) && !k.isHidden())
                .map(k -> listed(k, now))
                .collect(Collectors.toList());
        Node node = alone(key, now);
        return new Node(
                key,
                node.value(),
                node.dir(),
                node.expiration(),
                node.ttlSeconds(),
                children,
                node.modifiedIndex(),
                node.createdIndex());
    }

    private Node alone(Key key, Instant now) {
        Item item = items.get(key);
        if (item == null) {
            throw new IllegalStateException("no " + key);
        }
        long millis = item.expiration == null
                ? 0
                : Duration.between(now, item.expiration).toMillis();
        return new Node(
                key,
                item.value,
                item.value == null,
                item.expiration,
                Math.ceilDiv(millis, 1000),
                List.of(),
                item.modified,
                item.created);
    }

    private @Nullable Instant ends(@Nullable Duration ttl) {
        return ttl == null ? null : time.plus(ttl);
    }

    private static boolean isBelow(Key key, Key ancestor) {
        return key.path().startsWith(ancestor.isRoot() ? "/" : ancestor.path() + "/") && !key.equals(ancestor);
    }

    private static String differences(Condition condition, Item item) {
        List<String> found = new ArrayList<>();
        if (!condition.prevValue().isEmpty() && !condition.prevValue().equals(item.value)) {
            found.add("[" + condition.prevValue() + " != " + item.value + "]");
        }
        if (condition.prevIndex() != 0 && condition.prevIndex() != item.modified) {
            found.add("[" + condition.prevIndex() + " != " + item.modified + "]");
        }
        return String.join(" ", found);
    }
}
