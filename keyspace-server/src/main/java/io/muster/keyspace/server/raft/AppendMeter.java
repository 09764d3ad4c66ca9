package io.muster.keyspace.server.raft;

import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.RaftMessage;
import io.muster.keyspace.server.AppendStats;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Measures appends by the messages that go by. The engine has at most one append with entries under way to each
/// follower, so another one means that the first was given up. May be called from any thread.
final class AppendMeter {
    private final LongSupplier nanoTime;
    private final Map<Long, Tally> followers = new HashMap<>();
    private long sent;
    private long received;

    /// @param nanoTime as [System#nanoTime]
    AppendMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// Looks at a message to another member.
    ///
    /// @param onItsWay false when it is certain that it was not sent
    synchronized void sent(long to, RaftMessage message, boolean onItsWay) {
        if (message instanceof AppendEntriesRequest request && carriesEntries(request)) {
            sent++;
            Tally tally = followers.computeIfAbsent(to, _ -> new Tally());
            tally.giveUp();
            if (onItsWay) {
                tally.underWay =
                        new Append(request.getTerm(), request.getFlowControlSequenceNumber(), nanoTime.getAsLong());
            } else {
                tally.failed++;
            }
        }
    }

    /// Looks at a message from another member.
    synchronized void received(RaftMessage message) {
        switch (message) {
            case AppendEntriesRequest request when carriesEntries(request) -> received++;
            case AppendEntriesSuccessResponse taken -> answered(taken, taken.getFlowControlSequenceNumber(), true);
            case AppendEntriesFailureResponse refused ->
                answered(refused, refused.getFlowControlSequenceNumber(), false);
            default -> {}
        }
    }

    synchronized AppendStats stats() {
        Map<Long, AppendStats.Follower> stats = new HashMap<>();
        followers.forEach((id, tally) -> stats.put(id, tally.stats()));
        return new AppendStats(sent, received, stats);
    }

    private void answered(RaftMessage answer, long number, boolean taken) {
        Tally tally = followers.get(Endpoint.idOf(answer.getSender()));
        if (tally == null) {
            return;
        }
        Append append = tally.underWay;
        if (append != null && append.number == number && append.term == answer.getTerm()) {
            tally.underWay = null;
            if (taken) {
                tally.succeed((nanoTime.getAsLong() - append.since) / 1e6);
            } else {
                tally.failed++;
            }
        }
    }

    private static boolean carriesEntries(AppendEntriesRequest request) {
        return !request.getLogEntries().isEmpty();
    }

    private record Append(int term, long number, long since) {}

    private static final class Tally {
        private @Nullable Append underWay;
        private long succeeded;
        private long failed;
        private double current;
        private double sum;
        private double sumOfSquares;
        private double minimum;
        private double maximum;

        void giveUp() {
            if (underWay != null) {
                underWay = null;
                failed++;
            }
        }

        void succeed(double millis) {
            minimum = succeeded == 0 ? millis : Math.min(minimum, millis);
            maximum = Math.max(maximum, millis);
            succeeded++;
            current = millis;
            sum += millis;
            sumOfSquares += millis * millis;
        }

        AppendStats.Follower stats() {
            double average = succeeded == 0 ? 0 : sum / succeeded;
            double variance = succeeded == 0 ? 0 : sumOfSquares / succeeded - average * average;
            return new AppendStats.Follower(
                    succeeded,
                    failed,
                    new AppendStats.Latency(current, average, Math.sqrt(Math.max(0, variance)), minimum, maximum));
        }
    }
}
