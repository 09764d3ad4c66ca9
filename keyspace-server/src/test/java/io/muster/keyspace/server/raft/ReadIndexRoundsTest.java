package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.microraft.QueryPolicy;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReadIndexRoundsTest {
    private final BenchNode bench = BenchNode.founded();

    /// Why there are rounds at all. If this fails, the engine has learned it, and they can go.
    @Test
    void theEngineAloneReleasesAQueryByAnAcknowledgementThatIsOlder() {
        lead();
        var older = query();
        AppendEntriesSuccessResponse acknowledgement = acknowledgementOf(bench.lastSent(AppendEntriesRequest.class));
        // The acknowledgement is on its way, and from here on another may lead, when the younger query is made.
        var younger = query();
        bench.receive(acknowledgement);
        assertTrue(older.isDone());
        assertTrue(younger.isDone(), "released by what was said before it was asked");
    }

    @Test
    void whoeverAsksWhileARoundIsUnderWayWaitsForTheNext() {
        lead();
        ReadIndexRounds rounds = new ReadIndexRounds(bench.node, bench.tasks);
        List<String> told = new ArrayList<>();
        rounds.ask(_ -> told.add("older"), () -> told.add("refused"));
        bench.tasks.runAll();
        AppendEntriesRequest first = bench.lastSent(AppendEntriesRequest.class);
        rounds.ask(_ -> told.add("younger"), () -> told.add("refused"));
        rounds.ask(_ -> told.add("youngest"), () -> told.add("refused"));
        bench.tasks.runAll();

        bench.receive(acknowledgementOf(first));
        assertEquals(List.of("older"), told);

        AppendEntriesRequest second = bench.lastSent(AppendEntriesRequest.class);
        assertTrue(second.getQuerySequenceNumber() > first.getQuerySequenceNumber());
        bench.receive(acknowledgementOf(first));
        assertEquals(List.of("older"), told);
        bench.receive(acknowledgementOf(second));
        assertEquals(List.of("older", "younger", "youngest"), told);
    }

    @Test
    void whoAsksOneThatDoesNotLeadIsRefused() {
        ReadIndexRounds rounds = new ReadIndexRounds(bench.node, bench.tasks);
        List<String> told = new ArrayList<>();
        rounds.ask(_ -> told.add("answered"), () -> told.add("refused"));
        bench.tasks.runAll();
        assertEquals(List.of("refused"), told);
        assertFalse(told.contains("answered"));
    }

    private CompletableFuture<?> query() {
        var future = bench.node.query(
                EngineStateMachine.ReadBarrier.INSTANCE, QueryPolicy.LINEARIZABLE, Optional.empty(), Optional.empty());
        bench.tasks.runAll();
        return future;
    }

    private void lead() {
        bench.elect(1);
        AppendEntriesRequest firstOfTerm = bench.sent.stream()
                .filter(AppendEntriesRequest.class::isInstance)
                .map(AppendEntriesRequest.class::cast)
                .findFirst()
                .orElseThrow();
        bench.receive(acknowledgementOf(firstOfTerm));
        // It tells the follower at once that the entry is committed.
        bench.receive(acknowledgementOf(bench.lastSent(AppendEntriesRequest.class)));
    }

    private static AppendEntriesSuccessResponse acknowledgementOf(AppendEntriesRequest request) {
        return MODELS.createAppendEntriesSuccessResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(request.getTerm())
                .setLastLogIndex(
                        request.getPreviousLogIndex() + request.getLogEntries().size())
                .setQuerySequenceNumber(request.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
                .build();
    }
}
