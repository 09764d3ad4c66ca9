package io.muster.keyspace.server.raft;

import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.RaftMessage;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads the frames that [MessageWriter] has made.
final class MessageReader {
    private static final RaftModelFactory MODELS = new DefaultRaftModelFactory();

    private MessageReader() {}

    /// Reads a message.
    ///
    /// @throws IllegalArgumentException when these bytes are none
    static RaftMessage decode(long from, ByteBuffer in) {
        try {
            byte kind = in.get();
            int term = in.getInt();
            return decode(kind, new Endpoint(from), term, in);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("message that ends early", e);
        }
    }

    private static RaftMessage decode(byte kind, RaftEndpoint sender, int term, ByteBuffer in) {
        return switch (kind) {
            case MessageKind.APPEND -> decodeAppend(sender, term, in);
            case MessageKind.APPENDED ->
                MODELS.createAppendEntriesSuccessResponseBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogIndex(in.getLong())
                        .setQuerySequenceNumber(in.getLong())
                        .setFlowControlSequenceNumber(in.getLong())
                        .build();
            case MessageKind.NOT_APPENDED ->
                MODELS.createAppendEntriesFailureResponseBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setExpectedNextIndex(in.getLong())
                        .setQuerySequenceNumber(in.getLong())
                        .setFlowControlSequenceNumber(in.getLong())
                        .build();
            case MessageKind.SNAPSHOT -> decodeSnapshot(sender, term, in);
            case MessageKind.SNAPSHOT_WANTED ->
                MODELS.createInstallSnapshotResponseBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setSnapshotIndex(in.getLong())
                        .setRequestedSnapshotChunkIndex(in.getInt())
                        .setQuerySequenceNumber(in.getLong())
                        .setFlowControlSequenceNumber(in.getLong())
                        .build();
            case MessageKind.PRE_VOTE ->
                MODELS.createPreVoteRequestBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getLong())
                        .build();
            case MessageKind.PRE_VOTED ->
                MODELS.createPreVoteResponseBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setGranted(in.get() != 0)
                        .build();
            case MessageKind.VOTE ->
                MODELS.createVoteRequestBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getLong())
                        .setSticky(in.get() != 0)
                        .build();
            case MessageKind.VOTED ->
                MODELS.createVoteResponseBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setGranted(in.get() != 0)
                        .build();
            case MessageKind.TAKE_OVER ->
                MODELS.createTriggerLeaderElectionRequestBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getLong())
                        .build();
            default -> throw new IllegalArgumentException("message of unknown kind " + kind);
        };
    }

    private static RaftMessage decodeAppend(RaftEndpoint sender, int term, ByteBuffer in) {
        int previousTerm = in.getInt();
        long previousIndex = in.getLong();
        AppendEntriesRequest.AppendEntriesRequestBuilder request = MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(sender)
                .setTerm(term)
                .setPreviousLogTerm(previousTerm)
                .setPreviousLogIndex(previousIndex)
                .setCommitIndex(in.getLong())
                .setQuerySequenceNumber(in.getLong())
                .setFlowControlSequenceNumber(in.getLong());
        int count = in.getInt();
        List<LogEntry> entries = new ArrayList<>(Math.clamp(count, 0, 1024));
        for (int i = 1; i <= count; i++) {
            entries.add(MODELS.createLogEntryBuilder()
                    .setIndex(previousIndex + i)
                    .setTerm(in.getInt())
                    .setOperation(Operation.decode(bytes(in)))
                    .build());
        }
        return request.setLogEntries(entries).build();
    }

    private static RaftMessage decodeSnapshot(RaftEndpoint sender, int term, ByteBuffer in) {
        boolean leader = in.get() != 0;
        int snapshotTerm = in.getInt();
        long snapshotIndex = in.getLong();
        int count = in.getInt();
        InstallSnapshotRequest.InstallSnapshotRequestBuilder request = MODELS.createInstallSnapshotRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(sender)
                .setTerm(term)
                .setSenderLeader(leader)
                .setSnapshotTerm(snapshotTerm)
                .setSnapshotIndex(snapshotIndex)
                .setTotalSnapshotChunkCount(count)
                .setQuerySequenceNumber(in.getLong())
                .setFlowControlSequenceNumber(in.getLong());
        long groupSince = in.getLong();
        request.setSnapshottedMembers(ids(in));
        RaftGroupMembersView group = MODELS.createRaftGroupMembersViewBuilder()
                .setLogIndex(groupSince)
                .setMembers(ids(in))
                .setVotingMembers(ids(in))
                .build();
        request.setGroupMembersView(group);
        int number = in.getInt();
        byte[] part = bytes(in);
        if (number >= 0) {
            request.setSnapshotChunk(MODELS.createSnapshotChunkBuilder()
                    .setTerm(snapshotTerm)
                    .setIndex(snapshotIndex)
                    .setSnapshotChunkIndex(number)
                    .setSnapshotChunkCount(count)
                    .setGroupMembersView(group)
                    .setOperation(SnapshotPart.received(number, count, part))
                    .build());
        }
        return request.build();
    }

    private static List<RaftEndpoint> ids(ByteBuffer in) {
        int count = in.getInt();
        List<RaftEndpoint> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(new Endpoint(in.getLong()));
        }
        return members;
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("message with a part of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
