package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static io.muster.keyspace.server.raft.BenchNode.SELF;
import static io.muster.keyspace.server.raft.BenchNode.THIRD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.microraft.RaftEndpoint;
import io.microraft.model.message.InstallSnapshotRequest;
import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.server.TestCluster;
import io.muster.keyspace.store.Entry;
import io.muster.keyspace.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A follower gets a snapshot of ten entries, in parts.
class InstalledSnapshotTest {
    private static final long INDEX = 10;

    @TempDir
    private Path root;

    /// Why parts from before are forgotten. If this fails, the engine has learned it.
    @Test
    void theEngineAloneMixesThePartsOfTwoLeaders() {
        List<Object> installed = new ArrayList<>();
        BenchNode bench = BenchNode.founded(new BenchNode.Forgetful() {
            @Override
            public void installSnapshot(long index, List<Object> parts) {
                installed.addAll(parts);
            }
        });
        bench.receive(part(SECOND, 1, 0, 2, "first half"));
        bench.receive(part(THIRD, 2, 1, 3, "second third"));
        assertEquals(List.of("first half", "second third"), installed);
    }

    @Test
    void thePartsOfTwoLeadersAreNotMixed() throws Exception {
        byte[] state = state();
        try (ScriptedMember follower = ScriptedMember.start(root, INDEX)) {
            follower.receive(part(SECOND, 1, 0, 2, cut(state, 0, 2)));
            for (int number = 0; number < 3; number++) {
                follower.receive(part(THIRD, 2, number, 3, cut(state, number, 3)));
            }
            TestCluster.eventually(
                    "the snapshot",
                    () -> !follower.halts().isEmpty()
                            || read(follower, Read.Consistency.LOCAL).join() instanceof Event);
            assertEquals(List.of(), follower.halts());
        }
    }

    @Test
    void aReadThatWaitsForAnIndexIsAnsweredByTheSnapshotThatBringsIt() throws Exception {
        byte[] state = state();
        try (ScriptedMember follower = ScriptedMember.start(root, INDEX)) {
            CompletableFuture<Outcome> read = read(follower, Read.Consistency.LINEARIZABLE);
            follower.receive(part(SECOND, 1, 0, 2, cut(state, 0, 2)));
            follower.awaitQuestion();
            assertFalse(read.isDone());
            follower.receive(part(SECOND, 1, 1, 2, cut(state, 1, 2)));
            Event answer = assertInstanceOf(Event.class, read.get(10, TimeUnit.SECONDS));
            assertEquals("present", answer.node().value());
        }
    }

    private static InstallSnapshotRequest part(RaftEndpoint leader, int term, int number, int count, Object content) {
        var members = MODELS.createRaftGroupMembersViewBuilder()
                .setLogIndex(0)
                .setMembers(List.of(SELF, SECOND, THIRD))
                .setVotingMembers(List.of(SELF, SECOND, THIRD))
                .build();
        return MODELS.createInstallSnapshotRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(leader)
                .setTerm(term)
                .setSenderLeader(true)
                .setSnapshotTerm(1)
                .setSnapshotIndex(INDEX)
                .setTotalSnapshotChunkCount(count)
                .setSnapshotChunk(MODELS.createSnapshotChunkBuilder()
                        .setTerm(1)
                        .setIndex(INDEX)
                        .setSnapshotChunkIndex(number)
                        .setSnapshotChunkCount(count)
                        .setGroupMembersView(members)
                        .setOperation(content)
                        .build())
                .setSnapshottedMembers(List.of(leader))
                .setGroupMembersView(members)
                .build();
    }

    private static byte[] state() throws IOException {
        Store store = new Store(1000);
        store.apply(new Entry(Instant.EPOCH, List.of(new Command.Set(Key.of("/a"), false, "present", null, false))));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StoreBytes.write(store.image(), bytes);
        return bytes.toByteArray();
    }

    private static SnapshotPart cut(byte[] state, int number, int count) {
        int from = state.length * number / count;
        int to = state.length * (number + 1) / count;
        return SnapshotPart.received(number, count, Arrays.copyOfRange(state, from, to));
    }

    private static CompletableFuture<Outcome> read(ScriptedMember follower, Read.Consistency consistency) {
        return follower.keyspace().get(new Read(Key.of("/a"), false, false, consistency));
    }
}
