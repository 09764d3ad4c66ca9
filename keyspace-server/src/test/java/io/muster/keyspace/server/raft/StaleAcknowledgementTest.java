package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static io.muster.keyspace.server.raft.BenchNode.THIRD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.microraft.RaftRole;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A member leads in term 1, follows member 3 in term 2, and leads again in term 3, when an acknowledgement that was
/// meant for term 1 comes in at last.
class StaleAcknowledgementTest {
    private final BenchNode bench = BenchNode.founded();

    /// Why they are dropped. If this fails, the engine has learned it, and need not be protected.
    @Test
    void theEngineAloneBelievesIt() {
        leadAgain();
        long committed = bench.node.state().commitIndex();
        bench.receive(lateAcknowledgement());
        assertTrue(bench.node.state().commitIndex() > committed, "agreed on, though nobody else has it");
    }

    @Test
    void itIsTold() {
        leadAgain();
        assertTrue(Inbox.isStale(lateAcknowledgement(), bench.node.state().term()));
        assertFalse(Inbox.isStale(lateAcknowledgement(), 1));
    }

    private void leadAgain() {
        elect(1);
        // Its own entries of term 1 give way to those of the leader of term 2.
        bench.receive(MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(THIRD)
                .setTerm(2)
                .setLogEntries(List.of(BenchNode.entry(1, 2)))
                .build());
        bench.node.leader(null);
        bench.node.runPreVote();
        elect(3);
        assertEquals(RaftRole.LEADER, bench.node.state().role());
    }

    private void elect(int term) {
        bench.receive(MODELS.createPreVoteResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(term)
                .setGranted(true)
                .build());
        bench.receive(MODELS.createVoteResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(term)
                .setGranted(true)
                .build());
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
