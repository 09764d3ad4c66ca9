package io.muster.keyspace.server.raft;

import io.microraft.impl.RaftNodeImpl;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;

/// Looks at what the other members say before the engine hears it, and keeps from it what it would take wrongly. For
/// the engine's thread.
final class Inbox {
    private final RaftNodeImpl node;
    private final EngineStore store;
    private final RoomGate room;
    private final SnapshotBoundary boundary;

    Inbox(RaftNodeImpl node, EngineStore store, RoomGate room, SnapshotBoundary boundary) {
        this.node = node;
        this.store = store;
        this.room = room;
        this.boundary = boundary;
    }

    void handle(RaftMessage message) {
        if (message instanceof AppendEntriesRequest request) {
            if (room.admits(request)) {
                boundary.handle(request);
            } else {
                room.takeForASignOfLife(request);
            }
        } else if (message instanceof InstallSnapshotRequest request) {
            if (room.admits(request)) {
                forgetPartsCutOtherwise(request);
                node.handle(request);
            }
        } else if (!isStale(message, node.state().term())) {
            node.handle(message);
        }
    }

    // The engine would mix the parts of one snapshot from two leaders, or from one that was restarted, though each may
    // cut it into another number of parts.
    private void forgetPartsCutOtherwise(InstallSnapshotRequest request) {
        if (store.isReceivingOtherwise(request.getSnapshotIndex(), request.getTotalSnapshotChunkCount())) {
            node.state().snapshotChunkCollector(null);
        }
    }

    /// Whether a message acknowledges what was sent in an earlier term. The engine does not look: it would count
    /// entries that were taken back since, and answer queries by what was said of others that had the same number.
    /// A pre-vote for a term that has begun it would count as one for the next.
    static boolean isStale(RaftMessage message, int term) {
        if (message instanceof PreVoteResponse preVote) {
            return preVote.isGranted() && preVote.getTerm() <= term;
        }
        boolean acknowledges = message instanceof AppendEntriesSuccessResponse
                || message instanceof AppendEntriesFailureResponse
                || message instanceof InstallSnapshotResponse;
        return acknowledges && message.getTerm() < term;
    }
}
