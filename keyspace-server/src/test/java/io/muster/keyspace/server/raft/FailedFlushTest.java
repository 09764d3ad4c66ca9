package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.persistence.NopRaftStore;
import io.microraft.persistence.RaftStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A follower's disk fails once, as disks do: who forces again is told that all is well. That [EngineStore] halts the
/// member instead is seen in `MemberFaultTest`.
class FailedFlushTest {
    private boolean flushed;

    private final BenchNode bench = BenchNode.founded(failing());

    /// Why the store never fails towards the engine. If this fails, the engine has learned it.
    @Test
    void theEngineAloneAcknowledgesWhatItCouldNotFlush() {
        bench.receive(append());
        assertEquals(0, acknowledged());
        bench.receive(append());
        assertEquals(1, acknowledged());
        assertFalse(flushed, "it had been flushed in between");
    }

    private long acknowledged() {
        return bench.sent.stream()
                .filter(AppendEntriesSuccessResponse.class::isInstance)
                .mapToLong(message -> ((AppendEntriesSuccessResponse) message).getLastLogIndex())
                .max()
                .orElse(0);
    }

    private static AppendEntriesRequest append() {
        return MODELS.createAppendEntriesRequestBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(SECOND)
                .setTerm(1)
                .setLogEntries(List.of(BenchNode.entry(1, 1)))
                .build();
    }

    // The engine asks whether it has a store by class; everything but the flush of entries succeeds.
    private RaftStore failing() {
        RaftStore nothing = new NopRaftStore();
        return (RaftStore) Proxy.newProxyInstance(
                RaftStore.class.getClassLoader(), new Class<?>[] {RaftStore.class}, (_, method, arguments) -> {
                    if (method.getName().equals("flush")) {
                        throw new IOException("Input/output error");
                    }
                    return method.invoke(nothing, arguments);
                });
    }
}
