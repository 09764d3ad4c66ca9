package io.muster.keyspace.server.raft;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftRole;
import io.microraft.exception.CannotReplicateException;
import io.microraft.exception.NotLeaderException;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.LeaderState;
import io.microraft.model.message.RaftMessage;
import io.microraft.report.RaftNodeReport;
import io.microraft.report.RaftNodeReport.RaftNodeReportReason;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.server.log.Halt;
import io.muster.keyspace.server.log.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [RaftEngine] by MicroRaft 0.7. What must be known about it to use it safely is written at the parts: [EngineClock],
/// [EngineStore], [EngineStateMachine], [Inbox], [SnapshotBoundary], [LostLeader], [GivenVote], [ReadIndexRounds],
/// [GroupChanges], [Reconfiguration].
final class MicroRaftEngine implements RaftEngine {
    private static final Logger LOG = LoggerFactory.getLogger(MicroRaftEngine.class);

    private final Outbox outbox;
    private final EngineTransport transport;
    private final Halt halt;
    private final EngineSettings settings;
    private final EngineThread thread;
    private final EngineStateMachine machine;
    private final SnapshotSaver saver;
    private final EngineStore store;
    private final RaftNodeImpl node;
    private final Inbox inbox;
    private final LostLeader lostLeader;
    private final RoomGate room;
    private final DiskWait diskWait;
    private final Pulse pulse;
    private final SizeTrigger sizeTrigger;
    private final ReadIndexRounds reads;
    private final GroupChanges groupChanges;
    private final Replica replica;
    private final long committed;
    private final RoleLog roles;
    private final AtomicBoolean halted = new AtomicBoolean();

    /// Makes an engine that goes on from what `storage` has recovered. Nothing happens before [#start].
    MicroRaftEngine(
            EngineSettings settings, Storage storage, Outbox outbox, AppendMeter appends, Replica replica, Halt halt) {
        this.outbox = outbox;
        this.replica = replica;
        this.halt = halt;
        this.settings = settings;
        EngineClock clock = new EngineClock(settings.heartbeat());
        GivenVote vote = new GivenVote(clock, clock.engineMillis(settings.election()));
        this.transport = new EngineTransport(outbox, appends, vote);
        long self = storage.identity().memberId();
        this.roles = new RoleLog(self);
        this.thread = new EngineThread("raft-" + Long.toHexString(self), clock, this::halt);
        this.saver = new SnapshotSaver(storage, this::halt);
        this.machine = new EngineStateMachine(replica, saver, this::halt, this::groupMayHaveChanged);
        this.diskWait = new DiskWait(clock, settings.diskWaitMax());
        this.store = new EngineStore(storage, saver, diskWait, this::halt, machine::applied);
        Storage.Recovered recovered = storage.recovered();
        this.committed = recovered.committed();
        RaftNode.RaftNodeBuilder builder = RaftNode.newBuilder()
                .setGroupId(MessageKind.GROUP)
                .setConfig(settings.config(clock, recovered.entries().size()))
                .setClock(clock)
                .setRandom(settings.random(clock))
                .setExecutor(thread)
                .setStateMachine(machine)
                .setStore(store)
                .setTransport(transport)
                .setModelFactory(new GroupChange.Models())
                .setRaftNodeReportListener(this::reported);
        this.node = (RaftNodeImpl) Restoration.begin(builder, storage).build();
        this.room = new RoomGate(node, store);
        this.inbox = new Inbox(node, store, room, new SnapshotBoundary(node, transport::send));
        this.lostLeader = new LostLeader(node);
        this.pulse = new Pulse(node, clock, diskWait, settings.diskWaitMax(), outbox);
        this.sizeTrigger = new SizeTrigger(node, settings, machine, saver);
        this.reads = new ReadIndexRounds(node, thread);
        this.groupChanges = new GroupChanges(node, clock);
    }

    /// Begins to take part in the group. Completes when everything that is known here to be agreed on is applied.
    CompletableFuture<Void> start() {
        thread.start();
        pulse.start();
        repeat(
                () -> {
                    lostLeader.tick();
                    sizeTrigger.tick();
                    store.noteApplied();
                    store.lookForRoom();
                },
                settings.heartbeat());
        CompletableFuture<Void> started = new CompletableFuture<>();
        // One task: once it is a candidate, which others may make of it at any moment, the engine applies nothing.
        thread.submit(() -> thread.withoutQueueing(() -> {
            var _ = node.start()
                    .thenRun(this::applyWhatIsCommitted)
                    .whenComplete((_, fault) -> startedWith(fault, started));
        }));
        return started;
    }

    private void startedWith(@Nullable Throwable fault, CompletableFuture<Void> started) {
        if (fault == null) {
            started.complete(null);
        } else {
            halt(fault.getCause() == null ? fault : fault.getCause());
            started.completeExceptionally(fault);
        }
    }

    // The engine itself waits until a leader tells it how far the entries it came back with are agreed on.
    private void applyWhatIsCommitted() {
        long known = Math.min(committed, node.state().log().lastLogOrSnapshotIndex());
        if (known > node.state().commitIndex()) {
            node.state().commitIndex(known);
            node.applyLogEntries();
        }
    }

    @Override
    public RaftStatus status() {
        var term = node.getTerm();
        RaftEndpoint leader = term.getLeaderEndpoint();
        RaftRole role = node.state().role();
        return new RaftStatus(
                role == RaftRole.LEADER ? Role.LEADER : role == RaftRole.CANDIDATE ? Role.CANDIDATE : Role.FOLLOWER,
                term.getTerm(),
                machine.applied(),
                leader == null ? 0 : Endpoint.idOf(leader));
    }

    @Override
    public long committed() {
        return node.state().commitIndex();
    }

    @Override
    public void propose(Operation.Pack pack, Runnable refused) {
        thread.submit(() -> {
            if (room.admits(pack)) {
                thread.withoutQueueing(() -> replicate(pack, refused));
            } else {
                refused.run();
            }
        });
    }

    private void replicate(Operation.Pack pack, Runnable refused) {
        var _ = node.replicate(pack).whenComplete((_, fault) -> {
            // These two are given before the engine has touched the log; after anything else nobody can tell.
            if (fault instanceof NotLeaderException || fault instanceof CannotReplicateException) {
                refused.run();
            }
        });
    }

    @Override
    public void readIndex(LongConsumer index, Runnable refused) {
        thread.submit(() -> reads.ask(index, refused));
    }

    @Override
    public void receive(long from, ByteBuffer bytes) {
        RaftMessage message = MessageReader.decode(from, bytes);
        transport.received(message);
        thread.submit(() -> thread.withoutQueueing(() -> inbox.handle(message)));
    }

    /// A member shows that it lives while its disk keeps it from anything else.
    void pulse(long from, int term) {
        thread.submit(() -> pulse.received(from, term));
    }

    /// How long the disk keeps the log waiting, or did a moment ago, if that is too long; zero when all is well.
    Duration slowDisk() {
        return diskWait.slow();
    }

    @Override
    public Group group() {
        return groupChanges.group();
    }

    @Override
    public void change(GroupStep step, long member, Runnable over) {
        soon(() -> thread.withoutQueueing(() -> groupChanges.take(step, member, () -> soon(over))));
    }

    @Override
    public boolean hasCaughtUp(long member) {
        return groupChanges.hasCaughtUp(member);
    }

    @Override
    public boolean isSilent(long member, Duration time) {
        return groupChanges.isSilent(member, time);
    }

    @Override
    public void soon(Runnable task) {
        thread.submit(task);
    }

    /// Tries again to save a snapshot for which there was no space.
    void retrySnapshot() {
        saver.retry();
    }

    @Override
    public void repeat(Runnable task, Duration pause) {
        thread.scheduleReal(
                () -> {
                    task.run();
                    repeat(task, pause);
                },
                pause.toNanos());
    }

    @Override
    public CompletableFuture<Boolean> handOver(LongPredicate suited) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        thread.submit(() -> {
            Optional<RaftEndpoint> heir = bestPrepared(suited);
            if (heir.isEmpty()) {
                result.complete(false);
            } else {
                LOG.info("handing leadership over to={}", heir.get());
                var _ = node.transferLeadership(heir.get()).whenComplete((_, fault) -> result.complete(fault == null));
            }
        });
        return result;
    }

    @Override
    public void close() {
        try {
            if (!thread.isStopped()) {
                node.terminate().get(10, TimeUnit.SECONDS);
            }
            thread.stop();
        } catch (TimeoutException e) {
            LOG.warn("the engine did not stop in time");
            thread.stopNow();
        } catch (InterruptedException e) {
            thread.stopNow();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.warn("the engine did not stop cleanly: {}", e.toString());
            thread.stopNow();
        }
        pulse.close();
        saver.close();
    }

    private Optional<RaftEndpoint> bestPrepared(LongPredicate suited) {
        LeaderState leading = node.state().leaderState();
        if (leading == null) {
            return Optional.empty();
        }
        return node.state().remoteVotingMembers().stream()
                .filter(member -> outbox.isConnected(Endpoint.idOf(member)) && suited.test(Endpoint.idOf(member)))
                .max(Comparator.comparingLong(
                        member -> leading.getFollowerState(member).matchIndex()));
    }

    private void reported(RaftNodeReport report) {
        if (report.getReason() == RaftNodeReportReason.ROLE_CHANGE
                || report.getReason() == RaftNodeReportReason.STATUS_CHANGE) {
            groupMayHaveChanged();
        }
    }

    // Told when the engine is done with what it is doing.
    private void groupMayHaveChanged() {
        thread.submit(() -> {
            roles.tell(status());
            replica.groupChanged();
        });
    }

    // What follows from a fault, on this thread or another, would only hide it.
    private void halt(Throwable fault) {
        thread.stopNow();
        if (halted.getAndSet(true)) {
            return;
        }
        LOG.error("the member cannot go on", fault);
        halt.halt("member halted, so that it acknowledges nothing it could lose: " + describe(fault));
    }

    private static String describe(Throwable fault) {
        String message = fault.getMessage();
        return message == null || !(fault instanceof IOException) ? fault.toString() : message;
    }
}
