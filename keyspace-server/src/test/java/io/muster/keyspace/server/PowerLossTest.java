package io.muster.keyspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Read.Consistency;
import io.muster.keyspace.server.log.SimulatedDisk;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All members of a group lose power in the middle of a crowd's writes and keep by chance what they had not forced:
/// what one has lost another may have, and what was acknowledged must be there.
///
/// `-Dpower.losses=N` for more of them, `-Dpower.seed=S` for others; how threads interleave stays chance.
class PowerLossTest {
    private static final int LOSSES = Integer.getInteger("power.losses", 4);
    private static final long SEED = Long.getLong("power.seed", 1);
    private static final int MEMBERS = 3;
    private static final int SNAPSHOT_COUNT = 50;
    private static final int AT_A_TIME = 24;
    private static final int AFTERWARDS = 200;
    private static final String LARGE = "x".repeat(400);

    @TempDir
    private Path root;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    private final Map<Long, SimulatedDisk> disks = new ConcurrentHashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    void whatWasAcknowledgedSurvivesALossOfPowerOfAllAndNothingElseAppears() {
        System.out.println("power.seed=" + SEED);
        try (TestCluster cluster = TestCluster.startOn(
                root, MEMBERS, SNAPSHOT_COUNT, id -> disks.computeIfAbsent(id, _ -> new SimulatedDisk()))) {
            for (int loss = 0; loss < LOSSES; loss++) {
                long leader = cluster.awaitLeader();
                long term = cluster.member(leader).status().term();
                int before = acknowledged.size();
                writeUntilThePowerIsLost(cluster, "/" + loss + "-");
                cluster.ids().forEach(cluster::stop);
                disks.values().forEach(disk -> disk.crash(random));
                cluster.forgetHalts();
                cluster.ids().forEach(cluster::startMember);
                assertTrue(acknowledged.size() > before, "nothing was acknowledged before loss " + loss);
                assertEveryMemberHasWhatItShould(cluster, "loss " + loss);
                // Whoever voted in a term remembers it, so no term has two leaders.
                assertTrue(cluster.member(cluster.awaitLeader()).status().term() > term);
            }
        }
        System.out.println(acknowledged.size() + " acknowledged writes of " + asked.size() + " survived " + LOSSES
                + " losses of power of all members");
    }

    /// In every other round all go down at the same moment, else each when it forces something for the n-th time.
    private void writeUntilThePowerIsLost(TestCluster cluster, String prefix) {
        boolean together = random.nextBoolean();
        int writes = 100 + random.nextInt(500);
        if (!together) {
            disks.values().forEach(disk -> disk.losePowerAtForce(20 + random.nextInt(100)));
        }
        Queue<CompletableFuture<Outcome>> waiting = new ArrayDeque<>();
        // One that is left alone has nothing to force: it need not notice.
        int more = AFTERWARDS;
        for (int i = 0; more > 0 && !cluster.reachable().isEmpty(); i++) {
            // With two of three gone nothing can be agreed on any more.
            if (together ? i >= writes : cluster.reachable().size() < 2) {
                disks.values().forEach(SimulatedDisk::losePower);
                more--;
                TestCluster.pause();
            }
            String key = prefix + i;
            asked.add(key);
            CompletableFuture<Outcome> outcome = cluster.keyspace(1L + random.nextInt(MEMBERS))
                    .submit(new Command.Set(Key.of(key), false, valueOf(key), null, false));
            waiting.add(outcome.whenComplete((answer, _) -> {
                if (answer instanceof Event) {
                    acknowledged.add(key);
                }
            }));
            waiting.removeIf(CompletableFuture::isDone);
            if (waiting.size() > AT_A_TIME) {
                TestCluster.pause();
            }
        }
    }

    private void assertEveryMemberHasWhatItShould(TestCluster cluster, String when) {
        Set<String> promised = Set.copyOf(acknowledged);
        cluster.awaitLeader();
        for (long id : cluster.ids()) {
            Map<String, String> found = new HashMap<>();
            everythingOn(cluster.keyspace(id))
                    .node()
                    .nodes()
                    .forEach(node -> found.put(node.key().toString(), node.value()));
            Set<String> lost = new HashSet<>(promised);
            lost.removeAll(found.keySet());
            assertEquals(Set.of(), lost, () -> when + ": acknowledged, and not on member " + id);
            found.forEach((key, value) -> assertEquals(valueOf(key), value, key));
            found.keySet().removeAll(asked);
            assertEquals(Map.of(), found, () -> when + ": never written, and on member " + id);
        }
    }

    /// A member that has just started may not know its leader, or lose it once more: it is asked until it answers.
    private static Event everythingOn(Keyspace member) {
        Read all = new Read(Key.of("/"), true, false, Consistency.LINEARIZABLE);
        AtomicReference<@Nullable Event> answered = new AtomicReference<>();
        TestCluster.eventually("all that a member has", () -> {
            if (TestCluster.await(member.get(all)) instanceof Event event) {
                answered.set(event);
            }
            return answered.get() != null;
        });
        return Objects.requireNonNull(answered.get());
    }

    private static String valueOf(String key) {
        return key + LARGE;
    }
}
