package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static io.muster.keyspace.server.raft.BenchNode.THIRD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.microraft.RaftRole;
import io.microraft.impl.task.HeartbeatTask;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Member 2 asks a member for its vote, and gets it.
class GivenVoteTest {
    private static final Duration ELECTION = Duration.ofSeconds(1);

    private final BenchNode bench = BenchNode.founded();

    /// Why the remedies are there. If this fails, the engine has learned it, and they can go.
    @Test
    void theEngineAloneCallsTheNextElectionAtOnce() {
        voteForSecond();
        heartbeat();
        assertEquals(2, bench.lastSent(PreVoteRequest.class).getTerm());
        bench.receive(preVote(1));
        assertEquals(RaftRole.CANDIDATE, bench.node.state().role(), "by a pre-vote for the term that has begun");
        assertEquals(2, bench.node.state().term());
    }

    @Test
    void theOutcomeIsWaitedFor() {
        GivenVote vote = new GivenVote(bench.clock, ELECTION.toMillis());
        voteForSecond();
        heartbeat();
        RaftMessage answer = bench.lastSent(VoteResponse.class);
        RaftMessage next = bench.lastSent(PreVoteRequest.class);
        assertFalse(vote.holdsBack(next), "it gave nobody its vote");
        assertFalse(vote.holdsBack(answer));
        assertTrue(vote.holdsBack(next));
        bench.clock.advance(ELECTION);
        assertFalse(vote.holdsBack(next));
    }

    @Test
    void aVoteThatWasRefusedIsNotWaitedFor() {
        GivenVote vote = new GivenVote(bench.clock, ELECTION.toMillis());
        assertFalse(vote.holdsBack(MODELS.createVoteResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(BenchNode.SELF)
                .setTerm(1)
                .setGranted(false)
                .build()));
        assertFalse(vote.holdsBack(MODELS.createPreVoteRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(BenchNode.SELF)
                .setTerm(2)
                .build()));
    }

    @Test
    void onlyAPreVoteForTheNextTermCounts() {
        assertTrue(Inbox.isStale(preVote(1), 1));
        assertFalse(Inbox.isStale(preVote(2), 1));
    }

    private void voteForSecond() {
        bench.receive(MODELS.createVoteRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(1)
                .setSticky(true)
                .build());
        assertTrue(bench.lastSent(VoteResponse.class).isGranted());
    }

    private void heartbeat() {
        new HeartbeatTask(bench.node).run();
        bench.tasks.runAll();
    }

    private static PreVoteResponse preVote(int term) {
        return MODELS.createPreVoteResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(THIRD)
                .setTerm(term)
                .setGranted(true)
                .build();
    }
}
