package io.muster.keyspace.server.raft;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.membership.MemberVerdict;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// Those who asked for a member to be removed, until the group does without it: before that, it must not be switched
/// off.
final class Departures {
    private static final Failure TIMED_OUT = new Failure(ErrorCode.RAFT_INTERNAL, "etcdserver: request timed out", 0);

    private final Supplier<Group> group;
    private final long patienceNanos;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

    private record Waiting(long id, Outcome outcome, long deadline, CompletableFuture<Outcome> answer) {}

    Departures(Supplier<Group> group, long patienceNanos) {
        this.group = group;
        this.patienceNanos = patienceNanos;
    }

    /// Completes with `outcome` when the member does not count any more.
    CompletableFuture<Outcome> await(long id, Outcome outcome) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        waiting.add(new Waiting(id, outcome, System.nanoTime() + patienceNanos, answer));
        return answer;
    }

    /// What became of this member's own removal. The others may part with it before it has seen that they agreed; then
    /// it hears of it from them, which is an answer as well.
    ///
    /// @param gone completes when it has heard
    CompletableFuture<Outcome> ofSelf(CompletableFuture<Outcome> decision, CompletableFuture<Void> gone) {
        CompletableFuture<Outcome> heard = gone.thenApply(_ -> new MembershipOutcome(MemberVerdict.DONE, 0));
        CompletableFuture<Outcome> decided = decision.thenCompose(outcome -> outcome instanceof Failure
                ? heard.copy().completeOnTimeout(outcome, patienceNanos, TimeUnit.NANOSECONDS)
                : CompletableFuture.completedFuture(outcome));
        return decided.applyToEither(heard, Function.identity());
    }

    /// To be called often.
    void tick() {
        if (waiting.isEmpty()) {
            return;
        }
        Group now = group.get();
        for (Iterator<Waiting> all = waiting.iterator(); all.hasNext(); ) {
            Waiting next = all.next();
            if (!now.members().contains(next.id)) {
                all.remove();
                next.answer.complete(next.outcome);
            } else if (System.nanoTime() - next.deadline > 0) {
                all.remove();
                next.answer.complete(TIMED_OUT);
            }
        }
    }

    /// Nobody will be told any more.
    void close() {
        waiting.forEach(left -> left.answer.complete(TIMED_OUT));
    }
}
