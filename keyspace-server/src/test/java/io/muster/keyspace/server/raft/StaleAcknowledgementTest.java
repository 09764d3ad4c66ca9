package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static io.muster.keyspace.server.raft.BenchNode.THIRD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.microraft.RaftRole;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.log.DataDir;
import io.muster.keyspace.server.log.FileDisk;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.log.SegmentSizes;
import io.muster.keyspace.server.log.Storage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A member leads in term 1, follows member 3 in term 2, and leads again in term 3, when an acknowledgement that was
/// meant for term 1 comes in at last.
class StaleAcknowledgementTest {
    private final BenchNode bench = BenchNode.founded();

    @TempDir
    private Path root;

    /// Why they are dropped. If this fails, the engine has learned it, and need not be protected.
    @Test
    void theEngineAloneBelievesIt() {
        leadAgain();
        long committed = bench.node.state().commitIndex();
        bench.receive(lateAcknowledgement());
        assertTrue(bench.node.state().commitIndex() > committed, "agreed on, though nobody else has it");
    }

    @Test
    void aMemberDoesNotHearIt() {
        leadAgain();
        long committed = bench.node.state().commitIndex();
        List<Throwable> halts = new ArrayList<>();
        MemberInfo self = new MemberInfo(1, "m1", List.of(), List.of());
        DataDir dataDir = DataDir.open(root, null, new Identity(0xC1, 1, List.of(self)));
        try (Storage storage = Storage.open(dataDir, new FileDisk(), SegmentSizes.DEFAULT, Retention.DEFAULT);
                SnapshotSaver saver = new SnapshotSaver(storage, halts::add)) {
            DiskWait wait = new DiskWait(new EngineClock(Duration.ofHours(1)), Duration.ofHours(1));
            EngineStore store = new EngineStore(storage, saver, wait, halts::add, () -> 0);
            SnapshotBoundary boundary = new SnapshotBoundary(bench.node, (_, answer) -> bench.sent.add(answer));
            new Inbox(bench.node, store, new RoomGate(bench.node, store), boundary).handle(lateAcknowledgement());
            bench.tasks.runAll();
        }
        assertEquals(committed, bench.node.state().commitIndex());
        assertEquals(List.of(), halts);
    }

    @Test
    void itIsTold() {
        leadAgain();
        assertTrue(Inbox.isStale(lateAcknowledgement(), bench.node.state().term()));
        assertFalse(Inbox.isStale(lateAcknowledgement(), 1));
    }

    private void leadAgain() {
        bench.elect(1);
        // Its own entries of term 1 give way to those of the leader of term 2.
        bench.receive(MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(THIRD)
                .setTerm(2)
                .setLogEntries(List.of(BenchNode.entry(1, 2)))
                .build());
        bench.node.leader(null);
        bench.node.runPreVote();
        bench.elect(3);
        assertEquals(RaftRole.LEADER, bench.node.state().role());
    }

    // Member 2 had that much of the log of term 1, all of which may be gone.
    private static AppendEntriesSuccessResponse lateAcknowledgement() {
        return MODELS.createAppendEntriesSuccessResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(1)
                .setLastLogIndex(2)
                .build();
    }
}
