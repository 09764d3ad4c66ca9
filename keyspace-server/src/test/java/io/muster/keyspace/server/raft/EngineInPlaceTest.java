package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static io.muster.keyspace.server.raft.BenchNode.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.microraft.RaftEndpoint;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import io.muster.keyspace.Command;
import io.muster.keyspace.Key;
import io.muster.keyspace.server.FaultyDisk;
import io.muster.keyspace.server.TestCluster;
import io.muster.keyspace.wire.EntryCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each remedy is where the engine needs it: the whole of it, as a member runs it, does not fall into the trap.
/// What the remedies do by themselves, and what the engine alone does, stands in their own tests.
class EngineInPlaceTest {
    @TempDir
    private Path root;

    /// [SnapshotBoundary]: it comes back with a snapshot of ten entries, and three more that nobody agreed on.
    @Test
    void aFollowerMeetsARequestThatBeginsAtItsSnapshot() throws Exception {
        EngineSettings settings = ScriptedMember.quiet(10);
        try (ScriptedMember member = ScriptedMember.start(root, settings)) {
            member.receive(append(1, 0, 0, entries(1, 13, 1), 10));
            acknowledged(member, 13);
            TestCluster.eventually("a snapshot", () -> snapshots(member).equals(List.of(10L)));
        }
        try (ScriptedMember member = ScriptedMember.start(root, settings)) {
            member.receive(append(2, 10, 1, List.of(entry(11, 2)), 10));
            acknowledged(member, 11);
            assertEquals(List.of(), member.halts());
        }
    }

    /// [LostLeader]: it is restarted while another leads, who then says nothing any more.
    @Test
    void aFollowerThatWasRestartedMissesItsLeader() throws Exception {
        try (ScriptedMember member = ScriptedMember.start(root, 0)) {
            member.receive(append(1, 0, 0, entries(1, 1, 1), 1));
            acknowledged(member, 1);
        }
        EngineSettings quick = EngineSettings.of(Duration.ofMillis(50), Duration.ofMillis(500), 10_000);
        try (ScriptedMember member = ScriptedMember.start(root, quick)) {
            var _ = member.awaitSent(PreVoteRequest.class, _ -> true);
            member.receive(append(1, 1, 1, List.of(), 1));
            acknowledged(member, 1);
            assertEquals(2, member.awaitSent(PreVoteRequest.class, _ -> true).getTerm());
        }
    }

    /// [GivenVote]: a candidate gets its vote, and is not heard of again.
    @Test
    void whoGaveItsVoteWaitsForTheOutcome() throws Exception {
        Duration election = Duration.ofSeconds(1);
        EngineSettings settings = EngineSettings.of(Duration.ofMillis(50), election, 10_000);
        try (ScriptedMember member = ScriptedMember.start(root, settings)) {
            var _ = member.awaitSent(PreVoteRequest.class, _ -> true);
            long asked = System.nanoTime();
            member.receive(MODELS.createVoteRequestBuilder()
                    .setGroupId(MessageKind.GROUP)
                    .setSender(SECOND)
                    .setTerm(1)
                    .setSticky(true)
                    .build());
            var _ = member.awaitSent(VoteResponse.class, VoteResponse::isGranted);
            assertEquals(2, member.awaitSent(PreVoteRequest.class, _ -> true).getTerm());
            long waited = System.nanoTime() - asked;
            assertTrue(waited >= election.toNanos(), () -> "called the next after " + Duration.ofNanos(waited));
        }
    }

    /// [ReadIndexRounds]: a read is asked for while another waits for an acknowledgement.
    @Test
    void aReadIsNotAnsweredByWhatWasAcknowledgedBeforeIt() throws Exception {
        try (ScriptedMember member = ScriptedMember.start(root, 0)) {
            lead(member);
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            member.engine().readIndex(_ -> told.add("older"), () -> told.add("refused"));
            AppendEntriesRequest first = question(member, 0);
            member.engine().readIndex(_ -> told.add("younger"), () -> told.add("refused"));
            member.receive(acknowledgementOf(first));
            AppendEntriesRequest second = question(member, first.getQuerySequenceNumber());
            assertEquals(List.of("older"), List.copyOf(told));
            member.receive(acknowledgementOf(second));
            assertEquals("older", told.poll(10, TimeUnit.SECONDS));
            assertEquals("younger", told.poll(10, TimeUnit.SECONDS));
        }
    }

    /// [SizeTrigger]: the log grows quickly, and it looks at its size all the time.
    @Test
    void snapshotsOfALogThatGrowsKeepTheirDistance() throws Exception {
        int entries = 400;
        long kept = entries / 10;
        EngineSettings greedy = new EngineSettings(Duration.ofMillis(1), Duration.ofMinutes(10), entries, 1);
        try (ScriptedMember member = ScriptedMember.start(root, greedy)) {
            for (long index = 1; index <= 5 * kept; index++) {
                member.receive(append(1, index - 1, index == 1 ? 0 : 1, List.of(pack(index)), index));
                acknowledged(member, index);
            }
            TestCluster.eventually("snapshots", () -> snapshots(member).size() >= 2);
            List<Long> taken = snapshots(member);
            for (int i = 1; i < taken.size(); i++) {
                assertTrue(taken.get(i) - taken.get(i - 1) >= kept, () -> "too close: " + taken);
            }
            assertEquals(List.of(), member.halts());
        }
    }

    /// [SnapshotSaver]: a disk on which no snapshot gets anywhere.
    @Test
    void aSnapshotThatTakesLongHoldsNobodyUp() throws Exception {
        FaultyDisk.Faults faults = new FaultyDisk.Faults();
        faults.snapshotsHung = new CountDownLatch(1);
        try (ScriptedMember member = ScriptedMember.start(root, ScriptedMember.quiet(10), new FaultyDisk(faults))) {
            member.receive(append(1, 0, 0, entries(1, 10, 1), 10));
            acknowledged(member, 10);
            member.receive(append(1, 10, 1, entries(11, 15, 1), 15));
            acknowledged(member, 15);
            assertEquals(List.of(), member.snapshots());
            faults.snapshotsHung.countDown();
            TestCluster.eventually("the snapshot", () -> snapshots(member).equals(List.of(10L)));
        }
    }

    /// [EngineStore]: another leader takes entries back before the member is restarted.
    @Test
    void whatWasTakenBackStaysTakenBack() throws Exception {
        try (ScriptedMember member = ScriptedMember.start(root, 0)) {
            member.receive(append(1, 0, 0, entries(1, 5, 1), 0));
            acknowledged(member, 5);
            member.receive(append(2, 2, 1, List.of(entry(3, 2)), 0));
            acknowledged(member, 3);
        }
        try (ScriptedMember member = ScriptedMember.start(root, 0)) {
            PreVoteRequest request = member.awaitSent(PreVoteRequest.class, _ -> true);
            assertEquals(3, request.getLastLogIndex());
            assertEquals(2, request.getLastLogTerm());
        }
    }

    /// [WriteQueue]: nobody acknowledges anything, until all is.
    @Test
    void aLeaderThatIsFullSaysSoAndTakesMoreOnceThereIsRoom() throws Exception {
        try (ScriptedMember member = ScriptedMember.start(root, 0)) {
            lead(member);
            AtomicInteger refused = new AtomicInteger();
            long offered = 5000;
            for (long number = 1; number <= offered; number++) {
                member.engine().propose(operation(number), refused::incrementAndGet);
            }
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            member.engine().propose(operation(offered + 1), () -> told.add("refused"));
            assertEquals("refused", told.poll(10, TimeUnit.SECONDS));
            long last = 1 + offered - refused.get();
            assertTrue(last > 1 && refused.get() > 0, () -> refused + " refused");

            long known = 1;
            while (known < last) {
                long from = known;
                AppendEntriesRequest next = member.awaitSent(
                        AppendEntriesRequest.class,
                        sent -> sent.getPreviousLogIndex() == from
                                && !sent.getLogEntries().isEmpty());
                known += next.getLogEntries().size();
                member.receive(acknowledgementOf(next));
            }
            member.engine().propose(operation(offered + 2), () -> told.add("refused"));
            var _ = member.awaitSent(AppendEntriesRequest.class, sent -> endOf(sent) == last + 1);
            assertEquals(List.of(), List.copyOf(told));
        }
    }

    private static void lead(ScriptedMember member) throws Exception {
        int term = member.awaitSent(PreVoteRequest.class, _ -> true).getTerm();
        member.receive(MODELS.createPreVoteResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(term)
                .setGranted(true)
                .build());
        var _ = member.awaitSent(VoteRequest.class, _ -> true);
        member.receive(MODELS.createVoteResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(term)
                .setGranted(true)
                .build());
        member.receive(acknowledgementOf(member.awaitSent(AppendEntriesRequest.class, sent -> endOf(sent) == 1)));
        member.receive(
                acknowledgementOf(member.awaitSent(AppendEntriesRequest.class, sent -> sent.getCommitIndex() == 1)));
    }

    private static AppendEntriesRequest question(ScriptedMember member, long after) throws InterruptedException {
        return member.awaitSent(AppendEntriesRequest.class, sent -> sent.getQuerySequenceNumber() > after);
    }

    private static void acknowledged(ScriptedMember member, long index) throws InterruptedException {
        var _ = member.awaitSent(AppendEntriesSuccessResponse.class, sent -> sent.getLastLogIndex() == index);
    }

    private static long endOf(AppendEntriesRequest request) {
        return request.getPreviousLogIndex() + request.getLogEntries().size();
    }

    private static RaftMessage acknowledgementOf(AppendEntriesRequest request) {
        return MODELS.createAppendEntriesSuccessResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(request.getTerm())
                .setLastLogIndex(endOf(request))
                .setQuerySequenceNumber(request.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
                .build();
    }

    private static AppendEntriesRequest append(
            int term, long previousIndex, int previousTerm, List<LogEntry> entries, long commit) {
        RaftEndpoint leader = SECOND;
        return MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(leader)
                .setTerm(term)
                .setPreviousLogIndex(previousIndex)
                .setPreviousLogTerm(previousTerm)
                .setCommitIndex(commit)
                .setLogEntries(entries)
                .build();
    }

    private static List<LogEntry> entries(long first, long last, int term) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(index -> entry(index, term))
                .toList();
    }

    private static LogEntry pack(long index) {
        return MODELS.createLogEntryBuilder()
                .setIndex(index)
                .setTerm(1)
                .setOperation(operation(index))
                .build();
    }

    private static Operation.Pack operation(long number) {
        List<Command> commands = List.of(new Command.Set(Key.of("/a"), false, "1", null, false));
        ByteBuffer packed = ByteBuffer.wrap(EntryCodec.encodePack(commands));
        return Operation.Pack.of(2, number, Instant.EPOCH, commands, packed);
    }

    private static List<Long> snapshots(ScriptedMember member) {
        try {
            return member.snapshots();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
