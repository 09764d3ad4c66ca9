package io.muster.keyspace.server.raft;

import io.microraft.RaftEndpoint;
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
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The engine's messages as frames. Who sends one is not in it: the link knows.
final class MessageWriter {
    // A request carries at least one entry, and as many more as fit; the follower acknowledges those it got, and the
    // engine sends the rest then.
    private static final int ENTRY_BYTES_MAX = 4 << 20;

    private MessageWriter() {}

    /// The frame of a message; null when it cannot be sent now, because the part of a snapshot that it carries is not
    /// saved yet: the follower will ask again.

    static @Nullable ByteBuffer encode(RaftMessage message) throws IOException {
        return switch (message) {
            case AppendEntriesRequest request -> encodeAppend(request);
            case AppendEntriesSuccessResponse response ->
                frame(MessageKind.APPENDED, response, 24)
                        .putLong(response.getLastLogIndex())
                        .putLong(response.getQuerySequenceNumber())
                        .putLong(response.getFlowControlSequenceNumber())
                        .flip();
            case AppendEntriesFailureResponse response ->
                frame(MessageKind.NOT_APPENDED, response, 24)
                        .putLong(response.getExpectedNextIndex())
                        .putLong(response.getQuerySequenceNumber())
                        .putLong(response.getFlowControlSequenceNumber())
                        .flip();
            case InstallSnapshotRequest request -> encodeSnapshot(request);
            case InstallSnapshotResponse response ->
                frame(MessageKind.SNAPSHOT_WANTED, response, 28)
                        .putLong(response.getSnapshotIndex())
                        .putInt(response.getRequestedSnapshotChunkIndex())
                        .putLong(response.getQuerySequenceNumber())
                        .putLong(response.getFlowControlSequenceNumber())
                        .flip();
            case PreVoteRequest request ->
                frame(MessageKind.PRE_VOTE, request, 12)
                        .putInt(request.getLastLogTerm())
                        .putLong(request.getLastLogIndex())
                        .flip();
            case PreVoteResponse response ->
                frame(MessageKind.PRE_VOTED, response, 1)
                        .put(flag(response.isGranted()))
                        .flip();
            case VoteRequest request ->
                frame(MessageKind.VOTE, request, 13)
                        .putInt(request.getLastLogTerm())
                        .putLong(request.getLastLogIndex())
                        .put(flag(request.isSticky()))
                        .flip();
            case VoteResponse response ->
                frame(MessageKind.VOTED, response, 1)
                        .put(flag(response.isGranted()))
                        .flip();
            case TriggerLeaderElectionRequest request ->
                frame(MessageKind.TAKE_OVER, request, 12)
                        .putInt(request.getLastLogTerm())
                        .putLong(request.getLastLogIndex())
                        .flip();
            default -> throw new IllegalArgumentException("message of unknown kind: " + message);
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
        ByteBuffer frame = frame(MessageKind.APPEND, request, 40 + size)
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
        ByteBuffer frame = frame(
                        MessageKind.SNAPSHOT, request, 1 + 4 + 8 + 4 + 8 + 8 + 8 + 12 + 8 * ids + 4 + 4 + part.length)
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
}
