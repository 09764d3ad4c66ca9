package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static io.muster.keyspace.server.raft.BenchNode.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A member that led in term 1 comes back with a snapshot of ten entries, and three more that nobody agreed on; member
/// 2 leads in term 2.
class SnapshotBoundaryTest {
    private final BenchNode bench = BenchNode.restored(1, 10, 1, List.of(entry(11, 1), entry(12, 1), entry(13, 1)));
    private final SnapshotBoundary boundary = new SnapshotBoundary(bench.node, (_, answer) -> bench.sent.add(answer));

    /// Why the remedy is there. If this fails, the engine has learned it, and the remedy can go.
    @Test
    void theEngineAloneRefusesForeverWhatBeginsAtItsSnapshot() {
        bench.receive(request(List.of(entry(11, 2))));
        assertInstanceOf(AppendEntriesFailureResponse.class, bench.sent.getLast());
        bench.receive(request(List.of()));
        assertInstanceOf(AppendEntriesFailureResponse.class, bench.sent.getLast());
    }

    @Test
    void entriesThatContradictTheLeadersAreTakenBack() {
        handle(request(List.of(entry(11, 2))));
        assertEquals(11, acknowledged());
        assertEquals(11, bench.node.state().log().lastLogOrSnapshotIndex());
        assertEquals(2, bench.node.state().log().lastLogOrSnapshotTerm());
    }

    @Test
    void entriesThatAreThereAlreadyStay() {
        handle(request(List.of(entry(11, 1), entry(12, 1))));
        assertEquals(12, acknowledged());
        assertEquals(13, bench.node.state().log().lastLogOrSnapshotIndex());
    }

    @Test
    void onlyWhatContradictsIsTakenBack() {
        handle(request(List.of(entry(11, 1), entry(12, 2), entry(13, 2), entry(14, 2))));
        assertEquals(14, acknowledged());
        assertEquals(1, bench.node.state().log().getLogEntry(11).getTerm());
        assertEquals(2, bench.node.state().log().getLogEntry(12).getTerm());
    }

    @Test
    void aProbeLearnsHowFarTheMemberIs() {
        handle(request(List.of()));
        assertEquals(10, acknowledged());
        assertEquals(SECOND, bench.node.getLeaderEndpoint());
        assertEquals(2, bench.node.state().term());
        assertEquals(13, bench.node.state().log().lastLogOrSnapshotIndex());
    }

    @Test
    void aLeaderOfThePastIsRefused() {
        handle(request(List.of(entry(11, 2))));
        handle(MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(1)
                .setPreviousLogIndex(10)
                .setPreviousLogTerm(1)
                .setLogEntries(List.of(entry(11, 1)))
                .build());
        assertInstanceOf(AppendEntriesFailureResponse.class, bench.sent.getLast());
        assertEquals(2, bench.node.state().log().lastLogOrSnapshotTerm());
    }

    private void handle(AppendEntriesRequest request) {
        bench.tasks.withoutQueueing(() -> boundary.handle(request));
        bench.tasks.runAll();
    }

    private long acknowledged() {
        return bench.lastSent(AppendEntriesSuccessResponse.class).getLastLogIndex();
    }

    private static AppendEntriesRequest request(List<LogEntry> entries) {
        return MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(2)
                .setPreviousLogIndex(10)
                .setPreviousLogTerm(1)
                .setCommitIndex(10)
                .setQuerySequenceNumber(1)
                .setFlowControlSequenceNumber(1)
                .setLogEntries(entries)
                .build();
    }
}
