package io.muster.keyspace.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.membership.Members;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/// The order in which members of a group come to count.
class ReconfigurationTest {
    private static final long LEADER = 9;
    private static final long FIRST = 8;
    private static final long NEXT = 7;

    private final Steps engine = new Steps();
    private final Set<Long> connected = new HashSet<>(Set.of(FIRST));
    private List<MemberInfo> members = List.of(member(LEADER, "leader"), member(FIRST, ""), member(NEXT, ""));
    private final Reconfiguration reconfiguration =
            new Reconfiguration(LEADER, engine, () -> Members.NONE, () -> members, connected::contains, () -> {});

    /// Whoever is named is seen by clients, who then may switch off any one of three: the two others must be able to
    /// go on.
    @Test
    void theNextGetsTheLogWhenTheOneBeforeCounts() {
        reconfiguration.tick();
        connected.add(NEXT);
        reconfiguration.tick();
        assertEquals(List.of("ADD_LEARNER 8"), engine.taken);

        members = List.of(member(LEADER, "leader"), member(FIRST, "first"), member(NEXT, ""));
        reconfiguration.tick();
        reconfiguration.tick();
        assertEquals(List.of("ADD_LEARNER 8", "PROMOTE 8", "ADD_LEARNER 7"), engine.taken);
    }

    @Test
    void theNextDoesNotWaitForOneThatHasGoneAway() {
        reconfiguration.tick();
        connected.remove(FIRST);
        connected.add(NEXT);
        reconfiguration.tick();
        assertEquals(List.of("ADD_LEARNER 8", "ADD_LEARNER 7"), engine.taken);

        members = List.of(member(LEADER, "leader"), member(FIRST, ""), member(NEXT, "next"));
        reconfiguration.tick();
        assertEquals(List.of("ADD_LEARNER 8", "ADD_LEARNER 7", "PROMOTE 7"), engine.taken);
    }

    private static MemberInfo member(long id, String name) {
        return new MemberInfo(id, name, List.of("http://127.0.0.1:" + id), List.of());
    }

    /// An engine that leads, and agrees on each step at once.
    private static final class Steps implements RaftEngine {
        private final List<String> taken = new ArrayList<>();
        private final Set<Long> group = new TreeSet<>(Set.of(LEADER));
        private final Set<Long> voters = new TreeSet<>(Set.of(LEADER));

        @Override
        public RaftStatus status() {
            return new RaftStatus(Role.LEADER, 1, taken.size(), LEADER);
        }

        @Override
        public Group group() {
            return new Group(Set.copyOf(group), Set.copyOf(voters), taken.size(), false);
        }

        @Override
        public void change(GroupStep step, long member, Runnable over) {
            taken.add(step + " " + member);
            switch (step) {
                case ADD_LEARNER -> group.add(member);
                case PROMOTE -> voters.add(member);
                case REMOVE -> {
                    group.remove(member);
                    voters.remove(member);
                }
            }
            over.run();
        }

        @Override
        public boolean hasCaughtUp(long member) {
            return true;
        }

        @Override
        public long committed() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void propose(Operation.Pack pack, Runnable refused) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void readIndex(LongConsumer index, Runnable refused) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void receive(long from, ByteBuffer message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void repeat(Runnable task, Duration pause) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isSilent(long member, Duration time) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void soon(Runnable task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Boolean> handOver(LongPredicate suited) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
