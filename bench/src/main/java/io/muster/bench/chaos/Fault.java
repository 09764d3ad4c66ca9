package io.muster.bench.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// One way in which things go wrong. It strikes, is left to hurt for a while, and is undone by [Arena#mend]. Whom it
/// hits is decided when it strikes, by role or by the number `pick` that the run's seed gave it.
sealed interface Fault {
    /// Its kind, as the command line and the report name it.
    String name();

    /// Does the damage.
    ///
    /// @return whether it took; if not, it does not count
    boolean strike(Arena arena);

    /// SIGKILL of a member.
    record Kill(int pick) implements Fault {
        @Override
        public String name() {
            return "kill";
        }

        @Override
        public boolean strike(Arena arena) {
            arena.member(pick).kill();
            return true;
        }
    }

    /// SIGSTOP of the leader, who does not know afterwards how long it was away.
    record Pause() implements Fault {
        @Override
        public String name() {
            return "pause";
        }

        @Override
        public boolean strike(Arena arena) {
            arena.leader().pause();
            return true;
        }
    }

    /// The leader loses all the others.
    record LeaderAlone() implements Fault {
        @Override
        public String name() {
            return "leader-alone";
        }

        @Override
        public boolean strike(Arena arena) {
            ArenaMember leader = arena.leader();
            arena.network().cut(Link.between(List.of(leader.number()), numbers(arena.others(leader))));
            return true;
        }
    }

    /// The members fall into two groups, of which one at most has a majority.
    record Halves(int pick) implements Fault {
        @Override
        public String name() {
            return "halves";
        }

        @Override
        public boolean strike(Arena arena) {
            List<ArenaMember> all = new ArrayList<>(arena.members());
            Collections.rotate(all, pick);
            int half = all.size() / 2;
            arena.network().cut(Link.between(numbers(all.subList(0, half)), numbers(all.subList(half, all.size()))));
            return true;
        }
    }

    /// The leader is heard by nobody, and hears everybody.
    record OneWay() implements Fault {
        @Override
        public String name() {
            return "one-way";
        }

        @Override
        public boolean strike(Arena arena) {
            ArenaMember leader = arena.leader();
            arena.network()
                    .cut(Link.between(List.of(leader.number()), numbers(arena.others(leader))).stream()
                            .filter(link -> link.from() == leader.number())
                            .toList());
            return true;
        }
    }

    /// A member loses all the others, for so long that nobody may wait for TCP to try again by itself.
    record LongCut(int pick) implements Fault {
        @Override
        public String name() {
            return "long-cut";
        }

        @Override
        public boolean strike(Arena arena) {
            ArenaMember member = arena.member(pick);
            arena.network().cut(Link.between(List.of(member.number()), numbers(arena.others(member))));
            return true;
        }
    }

    /// All that a member sends or gets is late.
    record Delay(int pick, Duration by) implements Fault {
        @Override
        public String name() {
            return "delay";
        }

        @Override
        public boolean strike(Arena arena) {
            arena.network().delay(arena.member(pick).number(), by);
            return true;
        }
    }

    /// No byte is left where a member keeps its data.
    record DiskFull(int pick) implements Fault {
        @Override
        public String name() {
            return "disk-full";
        }

        @Override
        public boolean strike(Arena arena) {
            arena.member(pick).fillDisk();
            return true;
        }
    }

    /// A write of the log fails on a follower, which must halt.
    record FollowerWriteError(int pick) implements Fault {
        @Override
        public String name() {
            return "follower-write-error";
        }

        @Override
        public boolean strike(Arena arena) {
            return failsAndHalts(arena.follower(pick));
        }
    }

    /// A write of the log fails on the leader, which must halt.
    record LeaderWriteError() implements Fault {
        @Override
        public String name() {
            return "leader-write-error";
        }

        @Override
        public boolean strike(Arena arena) {
            return failsAndHalts(arena.leader());
        }
    }

    /// A member is killed, and its log ends in half a record when it starts again.
    record TornTail(int pick) implements Fault {
        @Override
        public String name() {
            return "torn-tail";
        }

        @Override
        public boolean strike(Arena arena) {
            ArenaMember member = arena.member(pick);
            member.kill();
            return member.tearTail();
        }
    }

    /// The leader's clock jumps, and back when the fault ends.
    record ClockJump(Duration by) implements Fault {
        @Override
        public String name() {
            return "clock-jump";
        }

        @Override
        public boolean strike(Arena arena) {
            arena.leader().jumpClock(by);
            return true;
        }
    }

    /// Every member in turn is asked to stop, and starts again.
    record RollingRestart() implements Fault {
        @Override
        public String name() {
            return "rolling-restart";
        }

        @Override
        public boolean strike(Arena arena) {
            for (ArenaMember member : arena.members()) {
                member.stop();
                member.start();
                arena.awaitHealthy();
            }
            return true;
        }
    }

    /// A member is removed, and stops by itself; a new one with an empty disk comes in its place.
    record MemberReplace(int pick) implements Fault {
        /// How many indices it takes: the removal, the addition, and the name, which may be told twice.
        static final int INDICES_MAX = 4;

        @Override
        public String name() {
            return "member-replace";
        }

        @Override
        public boolean strike(Arena arena) {
            return arena.replace(arena.member(pick));
        }
    }

    /// SIGKILL of all members at once.
    record KillAll() implements Fault {
        @Override
        public String name() {
            return "kill-all";
        }

        @Override
        public boolean strike(Arena arena) {
            arena.killAll();
            return true;
        }
    }

    /// Several at once.
    record Everything(List<Fault> parts) implements Fault {
        public Everything {
            parts = List.copyOf(parts);
        }

        @Override
        public String name() {
            return "everything";
        }

        @Override
        public boolean strike(Arena arena) {
            return parts.stream().map(part -> part.strike(arena)).toList().stream()
                    .allMatch(took -> took);
        }
    }

    private static List<Integer> numbers(List<ArenaMember> members) {
        return members.stream().map(ArenaMember::number).toList();
    }

    private static boolean failsAndHalts(ArenaMember member) {
        member.failWrites();
        return member.endsWithin(Duration.ofSeconds(20));
    }
}
