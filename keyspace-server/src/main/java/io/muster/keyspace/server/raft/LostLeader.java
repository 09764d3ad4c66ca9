package io.muster.keyspace.server.raft;

import io.microraft.RaftRole;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;

/// Mends how the engine notices that its leader is gone.
///
/// A follower that knows no leader asks the others for a pre-vote, as every member does when it starts. MicroRaft 0.7
/// does not forget about it when a leader of the same term turns up instead, and a follower that believes itself in a
/// pre-vote never begins another: it does not call an election when that leader falls silent. Once all followers were
/// restarted under one leader, the group does not outlive it.
final class LostLeader {
    private final RaftNodeImpl node;

    LostLeader(RaftNodeImpl node) {
        this.node = node;
    }

    /// Begins a pre-vote when the leader is silent and the engine would not; to be called as often as heartbeats come,
    /// on the engine's thread.
    void tick() {
        RaftState state = node.state();
        if (state.role() == RaftRole.FOLLOWER
                && state.leader() != null
                && state.preCandidateState() != null
                && node.isLeaderHeartbeatTimeoutElapsed()) {
            node.leader(null);
            node.runPreVote();
        }
    }
}
