package io.muster.keyspace.server.raft;

import io.microraft.Ordered;
import io.microraft.QueryPolicy;
import io.microraft.RaftNode;
import io.microraft.executor.RaftNodeExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// Asks the engine up to which index a linearizable read must see, for all who want to know at the same time.
///
/// A query that reaches the engine while another waits for its heartbeats joins that round, though its heartbeats may
/// have been sent, and even answered, before: an old acknowledgement could release the younger query, and a deposed
/// leader would answer it with what is no longer true. So the engine never holds more than one; who comes meanwhile
/// shares the next round. For the engine's thread.
final class ReadIndexRounds {
    private final RaftNode node;
    private final RaftNodeExecutor thread;
    private List<Waiting> next = new ArrayList<>();
    private boolean underWay;

    private record Waiting(LongConsumer index, Runnable refused) {}

    ReadIndexRounds(RaftNode node, RaftNodeExecutor thread) {
        this.node = node;
        this.thread = thread;
    }

    void ask(LongConsumer index, Runnable refused) {
        next.add(new Waiting(index, refused));
        startRound();
    }

    private void startRound() {
        if (underWay || next.isEmpty()) {
            return;
        }
        List<Waiting> round = next;
        next = new ArrayList<>();
        underWay = true;
        var _ = node.query(
                        EngineStateMachine.ReadBarrier.INSTANCE,
                        QueryPolicy.LINEARIZABLE,
                        Optional.empty(),
                        Optional.empty())
                .whenComplete((answer, fault) -> over(round, answer, fault));
    }

    private void over(List<Waiting> round, Ordered<Object> answer, Throwable fault) {
        underWay = false;
        for (Waiting waiting : round) {
            if (fault == null) {
                waiting.index().accept(answer.getCommitIndex());
            } else {
                waiting.refused().run();
            }
        }
        // Not within the engine, which is still busy with this round.
        thread.submit(this::startRound);
    }
}
