package io.muster.keyspace.server.raft;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNode.RaftNodeBuilder;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.log.SnapshotEntry;
import io.microraft.persistence.RestoredRaftState;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.LogRecord;
import io.muster.keyspace.server.log.Snapshot;
import io.muster.keyspace.server.log.SnapshotMeta;
import io.muster.keyspace.server.log.Storage;
import java.util.ArrayList;
import java.util.List;

/// Puts what was recovered from disk into the engine's words.
final class Restoration {
    private static final RaftModelFactory MODELS = new GroupChange.Models();

    private Restoration() {}

    /// Lets the engine begin where the member left off, or from nothing when it is new.
    static RaftNodeBuilder begin(RaftNodeBuilder builder, Storage storage) {
        Identity identity = storage.identity();
        List<RaftEndpoint> founders = endpoints(identity.founders());
        RaftEndpoint self = new Endpoint(identity.memberId());
        LogRecord.Vote vote = storage.recovered().vote();
        if (vote.term() == 0) {
            return builder.setLocalEndpoint(self).setInitialGroupMembers(founders);
        }
        List<LogEntry> entries = storage.recovered().entries().stream()
                .map(entry -> MODELS.createLogEntryBuilder()
                        .setIndex(entry.index())
                        .setTerm(Math.toIntExact(entry.term()))
                        .setOperation(Operation.decode(entry.payload()))
                        .build())
                .toList();
        SnapshotEntry snapshot =
                storage.recovered().snapshot().map(Restoration::snapshotEntry).orElse(null);
        return builder.setRestoredState(new RestoredRaftState(
                MODELS.createRaftEndpointPersistentStateBuilder()
                        .setLocalEndpoint(self)
                        .setVoting(votes(storage))
                        .build(),
                members(0, founders, founders),
                MODELS.createRaftTermPersistentStateBuilder()
                        .setTerm(Math.toIntExact(vote.term()))
                        .setVotedFor(vote.votedFor() == 0 ? null : new Endpoint(vote.votedFor()))
                        .build(),
                snapshot,
                entries));
    }

    // As of the snapshot, or of the founding: entries behind it change that themselves. The engine could not bear to be
    // told otherwise, for it would write down the difference before it has a store.
    private static boolean votes(Storage storage) {
        Identity identity = storage.identity();
        return storage.recovered()
                .snapshot()
                .map(snapshot -> snapshot.meta().group().voters())
                .orElse(identity.founders())
                .contains(identity.memberId());
    }

    private static SnapshotEntry snapshotEntry(Snapshot snapshot) {
        SnapshotMeta meta = snapshot.meta();
        SnapshotMeta.Group group = meta.group();
        RaftGroupMembersView members =
                members(group.sinceIndex(), endpoints(group.members()), endpoints(group.voters()));
        int term = Math.toIntExact(meta.term());
        List<SnapshotPart> parts = SnapshotPart.of(SnapshotSource.of(snapshot), snapshot.length());
        List<SnapshotChunk> chunks = new ArrayList<>();
        for (SnapshotPart part : parts) {
            chunks.add(MODELS.createSnapshotChunkBuilder()
                    .setIndex(meta.index())
                    .setTerm(term)
                    .setOperation(part)
                    .setSnapshotChunkIndex(chunks.size())
                    .setSnapshotChunkCount(parts.size())
                    .setGroupMembersView(members)
                    .build());
        }
        return MODELS.createSnapshotEntryBuilder()
                .setIndex(meta.index())
                .setTerm(term)
                .setSnapshotChunks(chunks)
                .setGroupMembersView(members)
                .build();
    }

    private static RaftGroupMembersView members(
            long sinceIndex, List<RaftEndpoint> members, List<RaftEndpoint> voters) {
        return MODELS.createRaftGroupMembersViewBuilder()
                .setLogIndex(sinceIndex)
                .setMembers(members)
                .setVotingMembers(voters)
                .build();
    }

    private static List<RaftEndpoint> endpoints(List<Long> ids) {
        return ids.stream().map(id -> (RaftEndpoint) new Endpoint(id)).toList();
    }
}
