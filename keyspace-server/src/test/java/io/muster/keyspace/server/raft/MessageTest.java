package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static io.muster.keyspace.server.raft.BenchNode.SELF;
import static io.muster.keyspace.server.raft.BenchNode.THIRD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.RaftMessage;
import io.muster.keyspace.Command;
import io.muster.keyspace.Key;
import io.muster.keyspace.fixture.Mutator;
import io.muster.keyspace.wire.EntryCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageTest {
    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageArrivesAsItWasSent(RaftMessage message) throws IOException {
        ByteBuffer frame = frame(message);
        RaftMessage read =
                MessageReader.decode(SECOND.getId() instanceof Long id ? id : 0, frame.slice(5, frame.limit() - 5));
        assertEquals(message.getClass(), read.getClass());
        assertEquals(SECOND, read.getSender());
        assertEquals(frame, frame(read));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatEndsEarlyIsNoMessage(RaftMessage message) throws IOException {
        ByteBuffer frame = frame(message);
        ByteBuffer cut = frame.slice(5, frame.limit() - 6);
        assertThrows(IllegalArgumentException.class, () -> MessageReader.decode(2, cut));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void spoiltBytesAreAMessageOrNone(RaftMessage message) throws IOException {
        ByteBuffer frame = frame(message);
        byte[] sound = new byte[frame.limit() - 5];
        frame.get(5, sound);
        Mutator mutator = new Mutator(sound.length);
        for (int round = 0; round < Mutator.rounds(2_000); round++) {
            byte[] spoilt = mutator.spoil(sound);
            try {
                MessageReader.decode(2, ByteBuffer.wrap(spoilt));
            } catch (IllegalArgumentException e) {
                // as declared
            } catch (RuntimeException e) {
                fail("round " + round + ": " + HexFormat.of().formatHex(spoilt), e);
            }
        }
    }

    @Test
    void aRequestCarriesNoMoreThanFits() throws IOException {
        List<LogEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            entries.add(entry(i, 1 << 20));
        }
        ByteBuffer frame = frame(append(entries));
        assertTrue(frame.limit() < 5 << 20);
        AppendEntriesRequest read = (AppendEntriesRequest) MessageReader.decode(2, frame.slice(5, frame.limit() - 5));
        assertEquals(3, read.getLogEntries().size());
        assertEquals(3, read.getLogEntries().getLast().getIndex());
    }

    static Stream<RaftMessage> messages() {
        RaftGroupMembersView group = MODELS.createRaftGroupMembersViewBuilder()
                .setLogIndex(4)
                .setMembers(List.of(SELF, SECOND, THIRD))
                .setVotingMembers(List.of(SELF, SECOND))
                .build();
        return Stream.of(
                append(List.of()),
                append(List.of(BenchNode.entry(1, 2), entry(2, 10))),
                MODELS.createAppendEntriesSuccessResponseBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(SECOND)
                        .setTerm(3)
                        .setLastLogIndex(4)
                        .setQuerySequenceNumber(5)
                        .setFlowControlSequenceNumber(6)
                        .build(),
                MODELS.createAppendEntriesFailureResponseBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(SECOND)
                        .setTerm(3)
                        .setExpectedNextIndex(4)
                        .setQuerySequenceNumber(5)
                        .setFlowControlSequenceNumber(6)
                        .build(),
                MODELS.createInstallSnapshotRequestBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(SECOND)
                        .setTerm(3)
                        .setSenderLeader(true)
                        .setSnapshotTerm(2)
                        .setSnapshotIndex(100)
                        .setTotalSnapshotChunkCount(2)
                        .setSnapshotChunk(null)
                        .setSnapshottedMembers(List.of(SECOND))
                        .setGroupMembersView(group)
                        .setQuerySequenceNumber(5)
                        .setFlowControlSequenceNumber(6)
                        .build(),
                MODELS.createInstallSnapshotRequestBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(SECOND)
                        .setTerm(3)
                        .setSenderLeader(false)
                        .setSnapshotTerm(2)
                        .setSnapshotIndex(100)
                        .setTotalSnapshotChunkCount(2)
                        .setSnapshotChunk(MODELS.createSnapshotChunkBuilder()
                                .setTerm(2)
                                .setIndex(100)
                                .setSnapshotChunkIndex(1)
                                .setSnapshotChunkCount(2)
                                .setGroupMembersView(group)
                                .setOperation(SnapshotPart.received(1, 2, new byte[] {1, 2, 3}))
                                .build())
                        .setSnapshottedMembers(List.of())
                        .setGroupMembersView(group)
                        .setQuerySequenceNumber(5)
                        .setFlowControlSequenceNumber(6)
                        .build(),
                MODELS.createInstallSnapshotResponseBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(SECOND)
                        .setTerm(3)
                        .setSnapshotIndex(100)
                        .setRequestedSnapshotChunkIndex(1)
                        .setQuerySequenceNumber(5)
                        .setFlowControlSequenceNumber(6)
                        .build(),
                MODELS.createPreVoteRequestBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(SECOND)
                        .setTerm(3)
                        .setLastLogTerm(2)
                        .setLastLogIndex(100)
                        .build(),
                MODELS.createPreVoteResponseBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(SECOND)
                        .setTerm(3)
                        .setGranted(true)
                        .build(),
                MODELS.createVoteRequestBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(SECOND)
                        .setTerm(3)
                        .setLastLogTerm(2)
                        .setLastLogIndex(100)
                        .setSticky(true)
                        .build(),
                MODELS.createVoteResponseBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(SECOND)
                        .setTerm(3)
                        .setGranted(true)
                        .build(),
                MODELS.createTriggerLeaderElectionRequestBuilder()
                        .setGroupId(MessageKind.GROUP)
                        .setSender(SECOND)
                        .setTerm(3)
                        .setLastLogTerm(2)
                        .setLastLogIndex(100)
                        .build());
    }

    private ByteBuffer frame(RaftMessage message) throws IOException {
        return Objects.requireNonNull(MessageWriter.encode(message));
    }

    private static RaftMessage append(List<LogEntry> entries) {
        return MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(3)
                .setPreviousLogTerm(0)
                .setPreviousLogIndex(0)
                .setCommitIndex(1)
                .setQuerySequenceNumber(5)
                .setFlowControlSequenceNumber(6)
                .setLogEntries(entries)
                .build();
    }

    private static LogEntry entry(long index, int size) {
        List<Command> commands = List.of(new Command.Set(Key.of("/a"), false, "x".repeat(size), null, false));
        ByteBuffer packed = ByteBuffer.wrap(EntryCodec.encodePack(commands));
        return MODELS.createLogEntryBuilder()
                .setIndex(index)
                .setTerm(3)
                .setOperation(Operation.Pack.of(2, 9, Instant.ofEpochSecond(5, 6), commands, packed))
                .build();
    }
}
