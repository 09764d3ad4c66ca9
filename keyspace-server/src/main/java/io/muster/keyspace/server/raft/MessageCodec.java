package io.muster.keyspace.server.raft;

import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import io.muster.keyspace.server.peer.Peers;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The engine's messages as frames. Who sends one is not in it: the link knows.
final class MessageCodec {
    /// The group's id, which the engine demands; links to other clusters are refused already.
    static final String GROUP = "keyspace";

    // A request carries at least one entry, and as many more as fit; the follower acknowledges those it got, and the
    // engine sends the rest then.
    private static final int ENTRY_BYTES_MAX = 4 << 20;

    private static final byte APPEND = 1;
    private static final byte APPENDED = 2;
    private static final byte NOT_APPENDED = 3;
    private static final byte SNAPSHOT = 4;
    private static final byte SNAPSHOT_WANTED = 5;
    private static final byte PRE_VOTE = 6;
    private static final byte PRE_VOTED = 7;
    private static final byte VOTE = 8;
    private static final byte VOTED = 9;
    private static final byte TAKE_OVER = 10;

    private final RaftModelFactory models = new DefaultRaftModelFactory();

    /// The frame of a message; null when it cannot be sent now, because the part of a snapshot that it carries is not
    /// saved yet: the follower will ask again.
    @Nullable
    ByteBuffer encode(RaftMessage message) throws IOException {
        return switch (message) {
            case AppendEntriesRequest request -> encodeAppend(request);
            case AppendEntriesSuccessResponse response ->
                frame(APPENDED, response, 24)
                        .putLong(response.getLastLogIndex())
                        .putLong(response.getQuerySequenceNumber())
                        .putLong(response.getFlowControlSequenceNumber())
                        .flip();
            case AppendEntriesFailureResponse response ->
                frame(NOT_APPENDED, response, 24)
                        .putLong(response.getExpectedNextIndex())
                        .putLong(response.getQuerySequenceNumber())
                        .putLong(response.getFlowControlSequenceNumber())
                        .flip();
            case InstallSnapshotRequest request -> encodeSnapshot(request);
            case InstallSnapshotResponse response ->
                frame(SNAPSHOT_WANTED, response, 28)
                        .putLong(response.getSnapshotIndex())
                        .putInt(response.getRequestedSnapshotChunkIndex())
                        .putLong(response.getQuerySequenceNumber())
                        .putLong(response.getFlowControlSequenceNumber())
                        .flip();
            case PreVoteRequest request ->
                frame(PRE_VOTE, request, 12)
                        .putInt(request.getLastLogTerm())
                        .putLong(request.getLastLogIndex())
                        .flip();
            case PreVoteResponse response ->
                frame(PRE_VOTED, response, 1).put(flag(response.isGranted())).flip();
            case VoteRequest request ->
                frame(VOTE, request, 13)
                        .putInt(request.getLastLogTerm())
                        .putLong(request.getLastLogIndex())
                        .put(flag(request.isSticky()))
                        .flip();
            case VoteResponse response ->
                frame(VOTED, response, 1).put(flag(response.isGranted())).flip();
            case TriggerLeaderElectionRequest request ->
                frame(TAKE_OVER, request, 12)
                        .putInt(request.getLastLogTerm())
                        .putLong(request.getLastLogIndex())
                        .flip();
            default -> throw new IllegalArgumentException("message of unknown kind: " + message);
        };
    }

    /// Reads a message.
    ///
    /// @throws IllegalArgumentException when these bytes are none
    RaftMessage decode(long from, ByteBuffer in) {
        try {
            byte kind = in.get();
            int term = in.getInt();
            return decode(kind, new Endpoint(from), term, in);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("message that ends early", e);
        }
    }

    private RaftMessage decode(byte kind, RaftEndpoint sender, int term, ByteBuffer in) {
        return switch (kind) {
            case APPEND -> decodeAppend(sender, term, in);
            case APPENDED ->
                models.createAppendEntriesSuccessResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogIndex(in.getLong())
                        .setQuerySequenceNumber(in.getLong())
                        .setFlowControlSequenceNumber(in.getLong())
                        .build();
            case NOT_APPENDED ->
                models.createAppendEntriesFailureResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setExpectedNextIndex(in.getLong())
                        .setQuerySequenceNumber(in.getLong())
                        .setFlowControlSequenceNumber(in.getLong())
                        .build();
            case SNAPSHOT -> decodeSnapshot(sender, term, in);
            case SNAPSHOT_WANTED ->
                models.createInstallSnapshotResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setSnapshotIndex(in.getLong())
                        .setRequestedSnapshotChunkIndex(in.getInt())
                        .setQuerySequenceNumber(in.getLong())
                        .setFlowControlSequenceNumber(in.getLong())
                        .build();
            case PRE_VOTE ->
                models.createPreVoteRequestBuilder()
                        .setGroupId(GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getLong())
                        .build();
            case PRE_VOTED ->
                models.createPreVoteResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setGranted(in.get() != 0)
                        .build();
            case VOTE ->
                models.createVoteRequestBuilder()
                        .setGroupId(GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getLong())
                        .setSticky(in.get() != 0)
                        .build();
            case VOTED ->
                models.createVoteResponseBuilder()
                        .setGroupId(GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setGranted(in.get() != 0)
                        .build();
            case TAKE_OVER ->
                models.createTriggerLeaderElectionRequestBuilder()
                        .setGroupId(GROUP)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.getInt())
                        .setLastLogIndex(in.getLong())
                        .build();
            default -> throw new IllegalArgumentException("message of unknown kind " + kind);
        };
    }

    private static ByteBuffer encodeAppend(AppendEntriesRequest request) {
        List<LogEntry> entries = request.getLogEntries();
        int size = 0;
        int count = 0;
        for (LogEntry entry : entries) {
            int next = 8 + operationOf(entry).length;
            if (count > 0 && size + next > ENTRY_BYTES_MAX) {
                break;
            }
            size += next;
            count++;
        }
        ByteBuffer frame = frame(APPEND, request, 40 + size)
                .putInt(request.getPreviousLogTerm())
                .putLong(request.getPreviousLogIndex())
                .putLong(request.getCommitIndex())
                .putLong(request.getQuerySequenceNumber())
                .putLong(request.getFlowControlSequenceNumber())
                .putInt(count);
        for (LogEntry entry : entries.subList(0, count)) {
            byte[] operation = operationOf(entry);
            frame.putInt(entry.getTerm()).putInt(operation.length).put(operation);
        }
        return frame.flip();
    }

    private RaftMessage decodeAppend(RaftEndpoint sender, int term, ByteBuffer in) {
        int previousTerm = in.getInt();
        long previousIndex = in.getLong();
        AppendEntriesRequest.AppendEntriesRequestBuilder request = models.createAppendEntriesRequestBuilder()
                .setGroupId(GROUP)
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
            entries.add(models.createLogEntryBuilder()
                    .setIndex(previousIndex + i)
                    .setTerm(in.getInt())
                    .setOperation(Operation.decode(bytes(in)))
                    .build());
        }
        return request.setLogEntries(entries).build();
    }

    private static @Nullable ByteBuffer encodeSnapshot(InstallSnapshotRequest request) throws IOException {
        SnapshotChunk chunk = request.getSnapshotChunk();
        byte[] part = new byte[0];
        if (chunk != null) {
            byte[] bytes = ((SnapshotPart) chunk.getOperation()).bytes();
            if (bytes == null) {
                return null;
            }
            part = bytes;
        }
        RaftGroupMembersView group = request.getGroupMembersView();
        int ids = request.getSnapshottedMembers().size()
                + group.getMembers().size()
                + group.getVotingMembers().size();
        ByteBuffer frame = frame(SNAPSHOT, request, 1 + 4 + 8 + 4 + 8 + 8 + 8 + 12 + 8 * ids + 4 + 4 + part.length)
                .put(flag(request.isSenderLeader()))
                .putInt(request.getSnapshotTerm())
                .putLong(request.getSnapshotIndex())
                .putInt(request.getTotalSnapshotChunkCount())
                .putLong(request.getQuerySequenceNumber())
                .putLong(request.getFlowControlSequenceNumber())
                .putLong(group.getLogIndex());
        putIds(frame, request.getSnapshottedMembers());
        putIds(frame, group.getMembers());
        putIds(frame, group.getVotingMembers());
        frame.putInt(chunk == null ? -1 : chunk.getSnapshotChunkIndex());
        return frame.putInt(part.length).put(part).flip();
    }

    private RaftMessage decodeSnapshot(RaftEndpoint sender, int term, ByteBuffer in) {
        boolean leader = in.get() != 0;
        int snapshotTerm = in.getInt();
        long snapshotIndex = in.getLong();
        int count = in.getInt();
        InstallSnapshotRequest.InstallSnapshotRequestBuilder request = models.createInstallSnapshotRequestBuilder()
                .setGroupId(GROUP)
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
        RaftGroupMembersView group = models.createRaftGroupMembersViewBuilder()
                .setLogIndex(groupSince)
                .setMembers(ids(in))
                .setVotingMembers(ids(in))
                .build();
        request.setGroupMembersView(group);
        int number = in.getInt();
        byte[] part = bytes(in);
        if (number >= 0) {
            request.setSnapshotChunk(models.createSnapshotChunkBuilder()
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

    private static ByteBuffer frame(byte kind, RaftMessage message, int size) {
        return Peers.newFrame(6 + size).put(FrameKind.MESSAGE).put(kind).putInt(message.getTerm());
    }

    private static byte[] operationOf(LogEntry entry) {
        return ((Operation) entry.getOperation()).encoded();
    }

    private static byte flag(boolean value) {
        return (byte) (value ? 1 : 0);
    }

    private static void putIds(ByteBuffer to, Collection<RaftEndpoint> members) {
        to.putInt(members.size());
        members.forEach(member -> to.putLong(Endpoint.idOf(member)));
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
