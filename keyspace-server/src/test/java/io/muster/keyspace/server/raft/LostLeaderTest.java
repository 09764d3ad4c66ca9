package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.microraft.impl.task.HeartbeatTask;
import io.microraft.model.message.PreVoteRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A follower is restarted while member 2 leads.
class LostLeaderTest {
    private final BenchNode bench = BenchNode.restored(1, 10, 1, List.of());

    /// Why the remedy is there. If this fails, the engine has learned it, and the remedy can go.
    @Test
    void theEngineAloneNeverMissesTheLeader() {
        followSecond();
        bench.clock.advance(Duration.ofHours(1));
        new HeartbeatTask(bench.node).run();
        bench.tasks.runAll();
        assertEquals(0, preVotes());
        assertEquals(SECOND, bench.node.getLeaderEndpoint());
    }

    @Test
    void aLeaderThatIsSilentForTooLongIsMissed() {
        followSecond();
        LostLeader lostLeader = new LostLeader(bench.node);
        lostLeader.tick();
        assertEquals(0, preVotes());
        bench.clock.advance(Duration.ofHours(1));
        lostLeader.tick();
        bench.tasks.runAll();
        assertEquals(2, preVotes());
        lostLeader.tick();
        assertEquals(2, preVotes());
    }

    private void followSecond() {
        bench.receive(MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(1)
                .setPreviousLogIndex(10)
                .setPreviousLogTerm(1)
                .setLogEntries(List.of())
                .build());
        bench.sent.clear();
    }

    private long preVotes() {
        return bench.sent.stream().filter(PreVoteRequest.class::isInstance).count();
    }
}
