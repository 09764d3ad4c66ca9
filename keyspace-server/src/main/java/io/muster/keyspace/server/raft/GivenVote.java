package io.muster.keyspace.server.raft;

import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteResponse;
import java.time.Clock;

/// Waits for the outcome of an election in which this member gave another its vote, as Raft has it. For the engine's
/// thread.
///
/// MicroRaft 0.7 does not: at its next heartbeat it still knows no leader, and asks for pre-votes for the term after.
/// Whoever knows none either grants them, and the leader that was just elected loses its lead, along with the writes
/// that it has taken and that nobody answers then.
final class GivenVote {
    private final Clock clock;
    private final long patienceMillis;
    private long givenMillis;

    /// @param patienceMillis how long an election may take, by `clock`
    GivenVote(Clock clock, long patienceMillis) {
        this.clock = clock;
        this.patienceMillis = patienceMillis;
        this.givenMillis = clock.millis() - patienceMillis;
    }

    /// Looks at a message to another member, and tells whether it should not be sent.
    boolean holdsBack(RaftMessage message) {
        if (message instanceof VoteResponse answer && answer.isGranted()) {
            givenMillis = clock.millis();
        }
        return message instanceof PreVoteRequest && clock.millis() - givenMillis < patienceMillis;
    }
}
