package io.muster.keyspace.server.raft;

import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.InstallSnapshotRequest;
import java.util.List;

/// Keeps from the engine what the disk has no space for: once the engine has it, it must be written, or the member must
/// halt. So a member whose disk is full is to its leader like one that is slow: it lives, and lags behind. For the
/// engine's thread.
final class RoomGate {
    private final RaftNodeImpl node;
    private final EngineStore store;

    RoomGate(RaftNodeImpl node, EngineStore store) {
        this.node = node;
        this.store = store;
    }

    /// Whether there is space for a pack that is proposed here.
    boolean admits(Operation.Pack pack) {
        return store.hasRoomFor(pack.encoded().length, 1);
    }

    /// Whether there is space for the entries.
    boolean admits(AppendEntriesRequest request) {
        List<LogEntry> entries = request.getLogEntries();
        long bytes = 0;
        for (LogEntry entry : entries) {
            bytes += ((Operation) entry.getOperation()).encoded().length;
        }
        return entries.isEmpty() || store.hasRoomFor(bytes, entries.size());
    }

    /// Takes a request whose entries find no space for a sign of life. The answer acknowledges none of them, and does
    /// not ask for more: the leader tries again at growing intervals.
    void takeForASignOfLife(AppendEntriesRequest request) {
        node.handle(node.getModelFactory()
                .createAppendEntriesRequestBuilder()
                .setGroupId(request.getGroupId())
                .setSender(request.getSender())
                .setTerm(request.getTerm())
                .setQuerySequenceNumber(request.getQuerySequenceNumber())
                .setLogEntries(List.of())
                .build());
    }

    /// Whether there is space for the part of a snapshot, and for those that follow; else it is taken for a sign of
    /// life, and the leader sends it again later.
    boolean admits(InstallSnapshotRequest request) {
        SnapshotChunk chunk = request.getSnapshotChunk();
        if (chunk == null) {
            return true;
        }
        byte[] bytes = ((SnapshotPart) chunk.getOperation()).received();
        long left = (long) request.getTotalSnapshotChunkCount() - chunk.getSnapshotChunkIndex();
        if (bytes == null || store.hasSpaceForSnapshot(bytes.length * left)) {
            return true;
        }
        RaftState state = node.state();
        if (request.getTerm() == state.term() && request.getSender().equals(state.leader())) {
            node.leaderHeartbeatReceived();
        }
        return false;
    }
}
