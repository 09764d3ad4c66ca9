package io.muster.keyspace.server.raft;

import io.microraft.impl.statemachine.InternalCommitAware;
import io.microraft.statemachine.StateMachine;
import io.muster.keyspace.server.log.Snapshot;
import io.muster.keyspace.server.log.SnapshotContent;
import io.muster.keyspace.server.raft.Operation.NewTerm;
import io.muster.keyspace.server.raft.Operation.Pack;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The replica as the engine sees it.
///
/// The engine only logs what an apply throws, and never recovers from what a snapshot throws. So nothing is thrown
/// towards it: a refusal by the protocol is an outcome, and anything else halts the member.
final class EngineStateMachine implements StateMachine, InternalCommitAware {
    /// What the engine asks to be "run" when a linearizable query is answered: the answer is the index alone.
    enum ReadBarrier {
        INSTANCE
    }

    private final Replica replica;
    private final SnapshotSaver saver;
    private final Consumer<Throwable> halt;
    private final Runnable movedOn;
    private volatile long applied;
    private long bytesSinceSnapshot;

    /// @param movedOn told when something else than a pack is applied: the first entry of a term, a change of the
    ///     group, or a snapshot
    EngineStateMachine(Replica replica, SnapshotSaver saver, Consumer<Throwable> halt, Runnable movedOn) {
        this.replica = replica;
        this.saver = saver;
        this.halt = halt;
        this.movedOn = movedOn;
    }

    /// The Raft index of the last entry applied.
    long applied() {
        return applied;
    }

    /// How many bytes of entries were applied since the last snapshot.
    long bytesSinceSnapshot() {
        return bytesSinceSnapshot;
    }

    @Override
    public @Nullable Object runOperation(long index, Object operation) {
        if (operation != ReadBarrier.INSTANCE) {
            orHalt(() -> {
                switch ((Operation) operation) {
                    case Pack pack -> {
                        bytesSinceSnapshot += pack.encoded().length;
                        // Before the replica answers anyone: answers tell the index.
                        applied = index;
                        replica.apply(pack, index);
                    }
                    case NewTerm _ -> {
                        applied = index;
                        movedOn.run();
                    }
                    case GroupChange _ -> throw new IllegalStateException("the engine applies these itself");
                }
            });
        }
        return null;
    }

    /// The engine has applied a change of its group, which it does not show: who waits for the index must not wait on.
    @Override
    public void onInternalCommit(long index) {
        applied = index;
        movedOn.run();
    }

    @Override
    public void takeSnapshot(long index, Consumer<Object> parts) {
        orHalt(() -> {
            SnapshotContent image = replica.snapshot();
            long bytesExpected = saver.lastBytes() + bytesSinceSnapshot;
            SnapshotPart.of(SnapshotSource.of(image), bytesExpected).forEach(parts);
            bytesSinceSnapshot = 0;
        });
    }

    @Override
    public void installSnapshot(long index, List<Object> parts) {
        orHalt(() -> {
            // All parts have the same source.
            SnapshotSource source = ((SnapshotPart) parts.getFirst()).source();
            Snapshot saved = source == null ? null : source.saved();
            if (saved == null) {
                throw new IOException("the snapshot at " + index + " was not saved before it was installed");
            }
            try (InputStream state = saved.open()) {
                replica.restore(state, saved.length());
            }
            applied = index;
            bytesSinceSnapshot = 0;
            movedOn.run();
        });
    }

    @Override
    public Object getNewTermOperation() {
        return NewTerm.INSTANCE;
    }

    private interface Step {
        void run() throws Exception;
    }

    private void orHalt(Step step) {
        try {
            step.run();
        } catch (Throwable fault) {
            halt.accept(fault);
            throw new IllegalStateException("halted", fault);
        }
    }
}
