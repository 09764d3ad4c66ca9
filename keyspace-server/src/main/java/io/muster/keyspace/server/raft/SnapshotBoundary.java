package io.muster.keyspace.server.raft;

import io.microraft.RaftNodeStatus;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.log.RaftLog;
import io.microraft.impl.state.RaftState;
import io.microraft.model.groupop.RaftGroupOp;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.RaftMessage;
import java.util.List;
import java.util.function.BiConsumer;

/// Mends how the engine meets a request that goes on right where its snapshot ends.
///
/// A follower knows the index and term of its snapshot's last entry, but MicroRaft 0.7 looks for the entry itself and
/// refuses the request when it is gone and other entries follow the snapshot. The leader never gets past that point:
/// it tries one entry earlier, is told by way of its own snapshot that the follower has got this far, and starts
/// again. It happens to a former leader whose log is a snapshot and entries that were never agreed on, and to a
/// follower that installed a snapshot when the acknowledgement of the entries behind it is lost.
///
/// So such a request is put differently: entries that are there already are left out of it, which moves its beginning
/// behind the snapshot; entries that contradict it from the first one on are taken back, as Raft demands, before the
/// engine looks at it.
final class SnapshotBoundary {
    private final RaftNodeImpl node;
    private final BiConsumer<Long, RaftMessage> send;

    /// @param send for an answer that the engine would not give
    SnapshotBoundary(RaftNodeImpl node, BiConsumer<Long, RaftMessage> send) {
        this.node = node;
        this.send = send;
    }

    /// Hands the request to the engine in a form that it meets as Raft demands. For the engine's thread.
    void handle(AppendEntriesRequest request) {
        if (!beginsAtHiddenSnapshot(request)) {
            node.handle(request);
            return;
        }
        RaftLog log = node.state().log();
        List<LogEntry> entries = request.getLogEntries();
        int known = 0;
        while (known < entries.size() && isThere(log, entries.get(known))) {
            known++;
        }
        if (known > 0) {
            LogEntry last = entries.get(known - 1);
            node.handle(from(last.getIndex(), last.getTerm(), entries.subList(known, entries.size()), request));
        } else if (entries.isEmpty()) {
            answerProbe(request);
        } else {
            takeBack(log, request.getPreviousLogIndex() + 1);
            node.handle(request);
        }
    }

    private boolean beginsAtHiddenSnapshot(AppendEntriesRequest request) {
        RaftState state = node.state();
        RaftLog log = state.log();
        long previous = request.getPreviousLogIndex();
        return request.getTerm() >= state.term()
                && previous > 0
                && previous == log.snapshotIndex()
                && request.getPreviousLogTerm() == log.snapshotEntry().getTerm()
                && log.lastLogOrSnapshotIndex() > previous
                && !log.containsLogEntry(previous);
    }

    private static boolean isThere(RaftLog log, LogEntry entry) {
        return log.containsLogEntry(entry.getIndex())
                && log.getLogEntry(entry.getIndex()).getTerm() == entry.getTerm();
    }

    // The engine sees a sign of life from the leader, and its answer, "I have nothing", does no harm; ours tells more.
    private void answerProbe(AppendEntriesRequest probe) {
        node.handle(node.getModelFactory()
                .createAppendEntriesRequestBuilder()
                .setGroupId(probe.getGroupId())
                .setSender(probe.getSender())
                .setTerm(probe.getTerm())
                .setLogEntries(List.of())
                .build());
        if (node.state().term() == probe.getTerm()) {
            send.accept(
                    Endpoint.idOf(probe.getSender()),
                    node.getModelFactory()
                            .createAppendEntriesSuccessResponseBuilder()
                            .setGroupId(probe.getGroupId())
                            .setSender(node.getLocalEndpoint())
                            .setTerm(probe.getTerm())
                            .setLastLogIndex(probe.getPreviousLogIndex())
                            .setQuerySequenceNumber(probe.getQuerySequenceNumber())
                            .setFlowControlSequenceNumber(probe.getFlowControlSequenceNumber())
                            .build());
        }
    }

    private void takeBack(RaftLog log, long fromIndex) {
        if (fromIndex <= node.state().commitIndex()) {
            throw new IllegalStateException("the leader contradicts entry " + fromIndex + ", which is committed");
        }
        List<LogEntry> taken = log.truncateEntriesFrom(fromIndex);
        if (taken.stream().anyMatch(entry -> entry.getOperation() instanceof RaftGroupOp)) {
            node.setStatus(RaftNodeStatus.ACTIVE);
            node.revertGroupMembers();
        }
    }

    private AppendEntriesRequest from(long index, int term, List<LogEntry> entries, AppendEntriesRequest request) {
        return node.getModelFactory()
                .createAppendEntriesRequestBuilder()
                .setGroupId(request.getGroupId())
                .setSender(request.getSender())
                .setTerm(request.getTerm())
                .setPreviousLogIndex(index)
                .setPreviousLogTerm(term)
                .setCommitIndex(request.getCommitIndex())
                .setQuerySequenceNumber(request.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
                .setLogEntries(entries)
                .build();
    }
}
