package io.muster.keyspace.server.raft;

import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.executor.RaftNodeExecutor;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotEntry;
import io.microraft.model.message.RaftMessage;
import io.microraft.persistence.RaftStore;
import io.microraft.persistence.RestoredRaftState;
import io.microraft.statemachine.StateMachine;
import io.microraft.transport.Transport;
import io.muster.keyspace.server.raft.Operation.NewTerm;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// MicroRaft itself as member 1 of three, on the test's own thread: nothing happens but what the test lets happen, time
/// stands still, and what it sends is only noted down.
final class BenchNode {
    static final RaftModelFactory MODELS = new DefaultRaftModelFactory();
    static final RaftEndpoint SELF = new Endpoint(1);
    static final RaftEndpoint SECOND = new Endpoint(2);
    static final RaftEndpoint THIRD = new Endpoint(3);

    final Tasks tasks = new Tasks();
    final BenchClock clock = new BenchClock();
    final List<RaftMessage> sent = new ArrayList<>();
    private final List<RaftEndpoint> targets = new ArrayList<>();
    final RaftNodeImpl node;

    private BenchNode(RaftNode.RaftNodeBuilder builder) {
        this(builder, new Forgetful(), RaftConfig.DEFAULT_COMMIT_COUNT_TO_TAKE_SNAPSHOT);
    }

    private BenchNode(RaftNode.RaftNodeBuilder builder, StateMachine machine, int snapshotEntries) {
        node = (RaftNodeImpl) builder.setGroupId(MessageKind.GROUP)
                .setConfig(RaftConfig.newBuilder()
                        .setTransferSnapshotsFromFollowersEnabled(false)
                        .setCommitCountToTakeSnapshot(snapshotEntries)
                        .build())
                .setExecutor(tasks)
                .setClock(clock)
                .setTransport(new Notes())
                .setStateMachine(machine)
                .build();
        var _ = node.start();
        tasks.runAll();
        sent.clear();
        targets.clear();
    }

    /// One that has just been founded.
    static BenchNode founded() {
        return new BenchNode(founders());
    }

    /// The same, with a state machine of the test's.
    static BenchNode founded(StateMachine machine) {
        return founded(machine, RaftConfig.DEFAULT_COMMIT_COUNT_TO_TAKE_SNAPSHOT);
    }

    /// The same, which takes a snapshot every so many entries.
    static BenchNode founded(StateMachine machine, int snapshotEntries) {
        return new BenchNode(founders(), machine, snapshotEntries);
    }

    /// The same, with a store of the test's.
    static BenchNode founded(RaftStore store) {
        return new BenchNode(founders().setStore(store));
    }

    private static RaftNode.RaftNodeBuilder founders() {
        return RaftNode.newBuilder().setLocalEndpoint(SELF).setInitialGroupMembers(List.of(SELF, SECOND, THIRD));
    }

    /// One that comes back with a snapshot and the entries behind it, which nobody may have agreed on.
    static BenchNode restored(int term, long snapshotIndex, int snapshotTerm, List<LogEntry> entries) {
        RaftGroupMembersView members = MODELS.createRaftGroupMembersViewBuilder()
                .setLogIndex(0)
                .setMembers(List.of(SELF, SECOND, THIRD))
                .setVotingMembers(List.of(SELF, SECOND, THIRD))
                .build();
        SnapshotEntry snapshot = MODELS.createSnapshotEntryBuilder()
                .setIndex(snapshotIndex)
                .setTerm(snapshotTerm)
                .setSnapshotChunks(List.of())
                .setGroupMembersView(members)
                .build();
        return new BenchNode(RaftNode.newBuilder()
                .setRestoredState(new RestoredRaftState(
                        MODELS.createRaftEndpointPersistentStateBuilder()
                                .setLocalEndpoint(SELF)
                                .setVoting(true)
                                .build(),
                        members,
                        MODELS.createRaftTermPersistentStateBuilder()
                                .setTerm(term)
                                .build(),
                        snapshot,
                        entries)));
    }

    static LogEntry entry(long index, int term) {
        return MODELS.createLogEntryBuilder()
                .setIndex(index)
                .setTerm(term)
                .setOperation(NewTerm.INSTANCE)
                .build();
    }

    /// Hands a message over and lets everything happen that follows from it.
    void receive(RaftMessage message) {
        node.handle(message);
        tasks.runAll();
    }

    /// Gives it the vote of member 2, which makes it the leader of that term.
    void elect(int term) {
        receive(MODELS.createPreVoteResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(term)
                .setGranted(true)
                .build());
        receive(MODELS.createVoteResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(term)
                .setGranted(true)
                .build());
    }

    /// What was sent to a member.
    List<RaftMessage> sentTo(RaftEndpoint target) {
        return IntStream.range(0, sent.size())
                .filter(i -> targets.get(i).equals(target))
                .mapToObj(sent::get)
                .toList();
    }

    /// The last message of that kind that was sent.
    <T extends RaftMessage> T lastSent(Class<T> kind) {
        return sent.stream().filter(kind::isInstance).map(kind::cast).toList().getLast();
    }

    /// Stands still unless the test moves it on.
    static final class BenchClock extends Clock {
        private long millis = 1_000_000_000;

        void advance(Duration time) {
            millis += time.toMillis();
        }

        @Override
        public long millis() {
            return millis;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /// Runs tasks when the test says so. Delayed ones never come due.
    static final class Tasks implements RaftNodeExecutor {
        private final Queue<Runnable> queue = new ArrayDeque<>();
        private boolean atOnce;

        /// Runs what `call` executes within it.
        void withoutQueueing(Runnable call) {
            atOnce = true;
            call.run();
            atOnce = false;
        }

        void runAll() {
            for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                next.run();
            }
        }

        @Override
        public void execute(Runnable task) {
            if (atOnce) {
                task.run();
            } else {
                queue.add(task);
            }
        }

        @Override
        public void submit(Runnable task) {
            queue.add(task);
        }

        @Override
        public void schedule(Runnable task, long delay, TimeUnit unit) {}
    }

    private final class Notes implements Transport {
        @Override
        public void send(RaftEndpoint target, RaftMessage message) {
            sent.add(message);
            targets.add(target);
        }

        @Override
        public boolean isReachable(RaftEndpoint endpoint) {
            return true;
        }
    }

    static class Forgetful implements StateMachine {
        @Override
        public Object runOperation(long index, Object operation) {
            return operation;
        }

        @Override
        public void takeSnapshot(long index, Consumer<Object> parts) {}

        @Override
        public void installSnapshot(long index, List<Object> parts) {}

        @Override
        public Object getNewTermOperation() {
            return NewTerm.INSTANCE;
        }
    }
}
