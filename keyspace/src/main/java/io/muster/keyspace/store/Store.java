package io.muster.keyspace.store;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Action;
import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.access.AccessChange;
import io.muster.keyspace.access.Ruling;
import io.muster.keyspace.access.Verdict;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.membership.MemberVerdict;
import io.muster.keyspace.membership.Members;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The state machine: moves tree, index, expiries and history together, as the entries say and nothing else does.
///
/// [#apply], [#image] and [#restore] belong to one thread at a time; everything else may be called from any thread
/// and reads the last published state without a lock.
public final class Store {
    /// How many events the original remembers.
    public static final int DEFAULT_HISTORY_SIZE = 1000;

    /// What readers see, replaced as a whole.
    private record State(
            Tree.Directory root,
            long index,
            Instant logTime,
            Members members,
            Access access,
            Optional<Instant> nextExpiry) {}

    private final WatchHub hub;
    private final Tally tally = new Tally();
    private Expiries expiries = new Expiries();
    private volatile State state =
            new State(Tree.Directory.EMPTY_ROOT, 0, Instant.EPOCH, Members.NONE, Access.NONE, Optional.empty());

    /// @param historySize how many indices a late watch can look back
    public Store(int historySize) {
        hub = new WatchHub(historySize);
    }

    /// Applies an entry and answers each of its commands, in order. A time stamp older than the latest one counts as
    /// the latest one.
    ///
    /// [Command.Expire] and [Command.PublishMember] make no event of their own to answer with; they answer with
    /// a [Action#GET] of the bare root at the index reached.
    public List<Outcome> apply(Entry entry) {
        Instant time = entry.time().isAfter(state.logTime) ? entry.time() : state.logTime;
        State s = state;
        state = new State(s.root, s.index, time, s.members, s.access, s.nextExpiry);
        List<Outcome> outcomes = new ArrayList<>(entry.commands().size());
        for (Command command : entry.commands()) {
            outcomes.add(apply(command, time));
        }
        return outcomes;
    }

    /// Reads a node. Children are always in order, sorted or not. Whatever freshness the read asks for is the caller's
    /// business.
    ///
    /// @param now only for the time to live shown
    public Outcome get(Read read, Instant now) {
        State s = state;
        Outcome outcome =
                switch (Lookup.find(s.root, read.key())) {
                    case Lookup.Missing missing -> missing.failure(s.index);
                    case Lookup.Blocked blocked -> blocked.failure(s.index);
                    case Lookup.Found found ->
                        new Event(
                                Action.GET,
                                Shown.listed(read.key(), found.node(), read.recursive(), now),
                                null,
                                s.index);
                };
        return tally.countRead(read.recursive(), outcome);
    }

    /// Begins a watch; see [io.muster.keyspace.Keyspace#watch].
    public Watch watch(Follow follow, Watch.Listener listener) {
        tally.countWatch();
        return hub.watch(follow, listener);
    }

    /// Ends every watch that waits, say because the member stops.
    public void endWatches(String reason) {
        hub.endAll(reason);
    }

    /// How many watches wait.
    public int watches() {
        return hub.count();
    }

    /// What was asked of this store so far.
    public Counts counts() {
        return tally.counts(hub.count());
    }

    /// The index of the last change.
    public long index() {
        return state.index;
    }

    /// The latest time stamp applied; the epoch before the first.
    public Instant logTime() {
        return state.logTime;
    }

    /// When a [Command.Expire] will next have something to do.
    public Optional<Instant> nextExpiry() {
        return state.nextExpiry;
    }

    /// Who belongs to the cluster, as far as the store was told; founders may have said nothing yet.
    public Members members() {
        return state.members;
    }

    /// Who may do what.
    public Access access() {
        return state.access;
    }

    /// Everything there is, for a snapshot.
    public StoreImage image() {
        State s = state;
        return new StoreImage(s.index, s.logTime, s.root, s.members, hub.slots(), s.access);
    }

    /// Becomes what the image shows. Watches end, since they have missed events.
    public void restore(StoreImage image) {
        expiries = Expiries.of(image.root());
        state = new State(
                image.root(), image.index(), image.logTime(), image.members(), image.access(), expiries.next());
        hub.restore(image.history(), image.index(), "the keyspace was restored from a snapshot");
    }

    private Outcome apply(Command command, Instant time) {
        State s = state;
        var writes = new Writes(s.root, s.index, time);
        var removals = new Removals(s.root, s.index, time);
        return switch (command) {
            case Command.Create create -> settle(Action.CREATE, writes.create(create));
            case Command.CreateInOrder create -> settle(Action.CREATE, writes.createInOrder(create));
            case Command.Set set -> settle(Action.SET, writes.set(set));
            case Command.Update update -> settle(Action.UPDATE, writes.update(update));
            case Command.CompareAndSwap swap -> settle(Action.COMPARE_AND_SWAP, writes.compareAndSwap(swap));
            case Command.Delete delete -> settle(Action.DELETE, removals.delete(delete));
            case Command.CompareAndDelete delete ->
                settle(Action.COMPARE_AND_DELETE, removals.compareAndDelete(delete));
            case Command.Expire _ -> expire(time);
            case Command.PublishMember publish -> publish(publish.member());
            case Command.ChangeAccess change -> changeAccess(change.change());
            case Command.ChangeMembers change -> changeMembers(change);
        };
    }

    private Outcome settle(Action asked, Change change) {
        return tally.count(asked, settle(change));
    }

    private Outcome settle(Change change) {
        return switch (change) {
            case Change.Refused refused -> refused.failure();
            case Change.Made made -> {
                State before = state;
                Event event = made.event();
                expiries.follow(event);
                // Published before anyone hears of it: who reads on hearing finds the change.
                state = new State(
                        made.root(), event.index(), before.logTime, before.members, before.access, expiries.next());
                if (made.silent()) {
                    hub.skip(event.index());
                } else {
                    hub.publish(event, before.root);
                }
                yield event;
            }
        };
    }

    private Outcome expire(Instant time) {
        for (Key due = expiries.firstDue(time); due != null; due = expiries.firstDue(time)) {
            settle(Action.EXPIRE, new Removals(state.root, state.index, time).expire(due));
        }
        return done();
    }

    private Outcome publish(MemberInfo member) {
        State s = state;
        if (s.members.removed().contains(member.id())) {
            return done();
        }
        Members members = s.members.published(member);
        settle(members, members.member(member.id()).map(machines()::with).orElse(s.root));
        return done();
    }

    private Outcome changeMembers(Command.ChangeMembers change) {
        State s = state;
        Members.Ruling ruling = s.members.knowing(change.founders()).decide(change.change(), change.strict());
        if (ruling.verdict() == MemberVerdict.DONE) {
            Members members = ruling.members();
            settle(
                    members,
                    switch (change.change()) {
                        case MemberChange.Add _ -> s.root;
                        case MemberChange.Move move ->
                            members.member(move.id()).map(machines()::with).orElse(s.root);
                        case MemberChange.Remove remove ->
                            s.members
                                    .member(remove.id())
                                    .map(machines()::without)
                                    .orElse(s.root);
                        case MemberChange.KeepOnly _ -> machines().withoutAll(s.members, members);
                    });
        }
        return new MembershipOutcome(ruling.verdict(), state.index);
    }

    private FirstMachines machines() {
        State s = state;
        return new FirstMachines(s.root, s.index, s.logTime, expiries);
    }

    // One index, no event.
    private void settle(Members members, Tree.Directory root) {
        State s = state;
        state = new State(root, s.index + 1, s.logTime, members, s.access, expiries.next());
        hub.skip(s.index + 1);
    }

    private Outcome changeAccess(AccessChange change) {
        State s = state;
        Ruling ruling = Ruling.on(change, s.access);
        if (ruling.verdict() instanceof Verdict.Refused) {
            return new AccessOutcome(ruling.verdict(), s.index);
        }
        state = new State(s.root, s.index + 1, s.logTime, s.members, ruling.access(), s.nextExpiry);
        hub.skip(s.index + 1);
        return new AccessOutcome(ruling.verdict(), s.index + 1);
    }

    private Event done() {
        State s = state;
        return new Event(Action.GET, Shown.alone(Key.ROOT, s.root, s.logTime), null, s.index);
    }
}
