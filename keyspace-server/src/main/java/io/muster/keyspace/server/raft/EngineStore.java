package io.muster.keyspace.server.raft;

import io.microraft.RaftEndpoint;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import io.muster.keyspace.server.log.LogRecord;
import io.muster.keyspace.server.log.SnapshotMeta;
import io.muster.keyspace.server.log.Storage;
import io.muster.keyspace.server.log.WriteAheadLog;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Keeps on disk what the engine hands over.
///
/// The engine logs a failed flush and goes on, and later acknowledges what was never flushed. So nothing here ever
/// fails towards it: after the first fault, of whatever kind, the process halts before control returns.
final class EngineStore implements RaftStore {
    private final Storage storage;
    private final SnapshotSaver saver;
    private final Consumer<Throwable> halt;
    private final LongSupplier applied;
    private final DiskWait wait;
    private long noted;

    private @Nullable IncomingSnapshot incoming;

    /// @param applied up to which Raft index entries are applied
    EngineStore(Storage storage, SnapshotSaver saver, DiskWait wait, Consumer<Throwable> halt, LongSupplier applied) {
        this.wait = wait;
        this.applied = applied;
        this.storage = storage;
        this.saver = saver;
        this.halt = halt;
    }

    private interface DiskTask {
        void run(WriteAheadLog log) throws IOException;
    }

    private void onDisk(DiskTask task) {
        try {
            wait.begin();
            task.run(storage.log());
            wait.end();
        } catch (Throwable fault) {
            halt.accept(fault);
            throw new IllegalStateException("halted", fault);
        }
    }

    // Who founded the group stands in the data directory's identity since before the engine was started. Whether this
    // member votes is read off the log and its snapshot, see Restoration.
    @Override
    public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState state) {
        onDisk(_ -> {
            long self = storage.identity().memberId();
            if (Endpoint.idOf(state.getLocalEndpoint()) != self) {
                throw new IllegalStateException(
                        "the engine takes member " + Long.toHexString(self) + " for " + state.getLocalEndpoint());
            }
        });
    }

    @Override
    public void persistAndFlushInitialGroupMembers(RaftGroupMembersView members) {
        onDisk(_ -> {
            if (!Set.copyOf(storage.identity().founders()).equals(new HashSet<>(ids(members.getMembers())))) {
                throw new IllegalStateException("the engine takes " + members.getMembers() + " for the founders");
            }
        });
    }

    @Override
    public void persistAndFlushTerm(RaftTermPersistentState state) {
        onDisk(log -> {
            RaftEndpoint votedFor = state.getVotedFor();
            LogRecord.Vote vote = new LogRecord.Vote(state.getTerm(), votedFor == null ? 0 : Endpoint.idOf(votedFor));
            if (!vote.equals(log.vote())) {
                log.append(vote);
                log.flush();
            }
        });
    }

    @Override
    public void persistLogEntries(List<LogEntry> entries) {
        onDisk(log -> {
            for (LogEntry entry : entries) {
                byte[] operation = ((Operation) entry.getOperation()).encoded();
                log.append(new LogRecord.Entry(entry.getIndex(), entry.getTerm(), operation));
            }
        });
    }

    @Override
    public void truncateLogEntriesFrom(long index) {
        onDisk(log -> log.append(new LogRecord.Truncated(index)));
    }

    // Only a snapshot that is durable makes the log before it superfluous, and storage sees to that itself.
    @Override
    public void truncateLogEntriesUntil(long index) {}

    @Override
    public void persistSnapshotChunk(SnapshotChunk chunk) {
        SnapshotPart part = (SnapshotPart) chunk.getOperation();
        SnapshotSource source = part.source();
        if (source == null) {
            onDisk(log -> receive(log, chunk, part));
        } else if (chunk.getSnapshotChunkIndex() == 0) {
            // Taken here: all its parts have the same source.
            saver.save(metaOf(chunk), source);
        }
    }

    @Override
    public void deleteSnapshotChunks(long index, int count) {
        onDisk(_ -> {
            if (incoming != null && incoming.index() == index) {
                incoming.discard();
                incoming = null;
            }
        });
    }

    @Override
    public void flush() {
        onDisk(log -> {
            long index = applied.getAsLong();
            if (index > noted) {
                noted = index;
                log.append(new LogRecord.Committed(index));
            }
            log.flush();
        });
    }

    /// Whether entries can be appended without the disk running out of space.
    ///
    /// @param bytes how large they are together
    boolean hasRoomFor(long bytes, int entries) {
        boolean[] fits = new boolean[1];
        onDisk(log -> fits[0] = log.hasRoomFor(bytes, entries));
        return fits[0];
    }

    /// Whether a snapshot of that many bytes can be received.
    boolean hasSpaceForSnapshot(long bytes) {
        boolean[] fits = new boolean[1];
        onDisk(log -> fits[0] = storage.freeSpace().measure() > bytes + log.nextSegmentBytes());
        return fits[0];
    }

    /// Looks whether there is space again after there was none.
    void lookForRoom() {
        onDisk(WriteAheadLog::lookForRoom);
    }

    /// Notes down what is applied, if no flush has come along that did. For the engine's thread.
    void noteApplied() {
        if (applied.getAsLong() > noted) {
            flush();
        }
    }

    // Saved before the log says that the snapshot has taken the place of entries, and before the engine installs it.
    private void receive(WriteAheadLog log, SnapshotChunk chunk, SnapshotPart part) throws IOException {
        IncomingSnapshot receiving = incoming;
        if (receiving == null || !receiving.is(chunk.getIndex(), part.count())) {
            if (receiving != null) {
                receiving.discard();
            }
            receiving = new IncomingSnapshot(storage, metaOf(chunk), part.count());
            incoming = receiving;
        }
        if (receiving.add(part)) {
            incoming = null;
            saver.received(receiving.save());
            log.append(new LogRecord.Replaced(chunk.getIndex(), chunk.getTerm()));
        }
    }

    /// Whether a snapshot is coming in that another cut into that many parts cannot be mixed with.
    boolean isReceivingOtherwise(long index, int parts) {
        IncomingSnapshot receiving = incoming;
        return receiving != null && receiving.index() == index && !receiving.is(index, parts);
    }

    private static SnapshotMeta metaOf(SnapshotChunk chunk) {
        RaftGroupMembersView group = chunk.getGroupMembersView();
        return new SnapshotMeta(
                chunk.getIndex(),
                chunk.getTerm(),
                new SnapshotMeta.Group(group.getLogIndex(), ids(group.getMembers()), ids(group.getVotingMembers())));
    }

    private static List<Long> ids(Collection<RaftEndpoint> members) {
        return members.stream().map(Endpoint::idOf).toList();
    }
}
