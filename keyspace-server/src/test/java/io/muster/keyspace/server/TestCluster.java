package io.muster.keyspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Read.Consistency;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.membership.MemberVerdict;
import io.muster.keyspace.server.log.Disk;
import io.muster.keyspace.server.log.FileDisk;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.log.SegmentSizes;
import io.muster.keyspace.server.peer.PeerSettings;
import io.muster.keyspace.store.Store;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;

/// Real members in this process, on real sockets and real disks, that can be stopped, restarted and isolated.
public final class TestCluster implements AutoCloseable {
    private static final long CLUSTER = 0xC1;
    private static final int FIRST_PORT = 22379;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(FIRST_PORT);
    private static final int LAST_PORT = 22499;

    // Short of space is a member here that has none.
    private static final long MIN_FREE_BYTES = 1;

    private final Path root;
    private final LongFunction<Disk> disks;
    private final int snapshotCount;
    private final List<MemberInfo> founders = new ArrayList<>();
    private long forced;
    private volatile boolean keptAsFirst;
    private final List<MemberInfo> joiners = new ArrayList<>();
    private final Map<Long, List<MemberInfo>> metByJoiners = new HashMap<>();
    private final Map<Long, InetSocketAddress> addresses = new HashMap<>();
    private final Map<Long, Member> running = new HashMap<>();
    private final Set<Long> isolated = ConcurrentHashMap.newKeySet();
    private final Map<Long, FaultyDisk.Faults> faults = new ConcurrentHashMap<>();
    private final List<String> halts = new CopyOnWriteArrayList<>();

    private TestCluster(Path root, int size, int snapshotCount, LongFunction<Disk> disks) {
        this.disks = disks;
        this.root = root;
        this.snapshotCount = snapshotCount;
        for (long id = 1; id <= size; id++) {
            founders.add(newcomer(id));
        }
    }

    private MemberInfo newcomer(long id) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
        addresses.put(id, address);
        return new MemberInfo(
                id, "m" + id, List.of("http://127.0.0.1:" + address.getPort()), List.of("http://client-" + id));
    }

    /// Starts that many members below `root`.
    public static TestCluster start(Path root, int size) {
        return start(root, size, 10_000);
    }

    /// Starts members that take a snapshot whenever that many entries are applied.
    public static TestCluster start(Path root, int size, int snapshotCount) {
        return startOn(root, size, snapshotCount, _ -> new FileDisk());
    }

    /// Starts members on disks of the test's.
    static TestCluster startOn(Path root, int size, int snapshotCount, LongFunction<Disk> disks) {
        TestCluster cluster = new TestCluster(root, size, snapshotCount, disks);
        cluster.ids().forEach(cluster::startMember);
        return cluster;
    }

    /// The founders' ids.
    public List<Long> ids() {
        return founders.stream().map(MemberInfo::id).toList();
    }

    public Member member(long id) {
        Member member = running.get(id);
        if (member == null) {
            throw new IllegalStateException("member " + id + " does not run");
        }
        return member;
    }

    public Keyspace keyspace(long id) {
        return member(id).keyspace();
    }

    public MemberInfo info(long id) {
        int number = (int) id - 1;
        return number < founders.size() ? founders.get(number) : joiners.get(number - founders.size());
    }

    /// Has a member added by way of another, and tells its id; it is not started.
    public long add(long via) {
        long id = 1L + founders.size() + joiners.size();
        MemberInfo joiner = newcomer(id);
        joiners.add(joiner);
        MemberInfo nameless = new MemberInfo(id, "", joiner.peerUrls(), List.of());
        assertEquals(MemberVerdict.DONE, change(via, new MemberChange.Add(nameless)));
        metByJoiners.put(id, member(via).members());
        return id;
    }

    /// Has a member added and starts it, and waits until it counts.
    public long join(long via) {
        long id = add(via);
        startMember(id);
        awaitVoter(id);
        return id;
    }

    /// Waits until the leader counts a member.
    public void awaitVoter(long id) {
        eventually("member " + id + " to count", () -> reachable().stream()
                .anyMatch(each -> member(each).status().role() == Role.LEADER
                        && member(each).voters().contains(id)));
    }

    /// Changes the members by way of one.
    public MemberVerdict change(long via, MemberChange change) {
        return ((MembershipOutcome) await(member(via).change(change))).verdict();
    }

    public Path dataDir(long id) {
        return root.resolve("m" + id);
    }

    /// From its next start on each member looks after the others as etcd 0.4 did.
    public void keepAsFirst() {
        keptAsFirst = true;
    }

    /// Starts a member that shall go on alone.
    public void startAlone(long id) {
        forced = id;
        startMember(id);
        forced = 0;
    }

    public void startMember(long id) {
        isolated.remove(id);
        running.put(id, Member.start(settings(id), ground(id), new CompositeMeterRegistry()));
    }

    public MemberSettings settings(long id) {
        return new MemberSettings(
                CLUSTER,
                info(id),
                metByJoiners.getOrDefault(id, founders),
                ids(),
                dataDir(id),
                null,
                Duration.ofMillis(50),
                Duration.ofMillis(500),
                snapshotCount,
                Store.DEFAULT_HISTORY_SIZE,
                Retention.DEFAULT,
                MIN_FREE_BYTES,
                false,
                forced == id,
                keptAsFirst,
                List.of(new PeerSettings.Listen(Objects.requireNonNull(addresses.get(id)), null)),
                null,
                InstantSource.system());
    }

    public void stop(long id) {
        Member member = running.remove(id);
        if (member != null) {
            member.close();
        }
    }

    /// Cuts a member off: frames to and from it are lost, its connections stay.
    public void isolate(long id) {
        isolated.add(id);
    }

    public void rejoin(long id) {
        isolated.remove(id);
    }

    /// From now on nothing can be forced to a member's disk.
    public void breakDisk(long id) {
        disk(id).broken = true;
    }

    /// What is wrong with a member's disk.
    FaultyDisk.Faults disk(long id) {
        return faults.computeIfAbsent(id, _ -> new FaultyDisk.Faults());
    }

    /// The running members that are neither isolated nor halted.
    List<Long> reachable() {
        return running.keySet().stream().filter(id -> !isolated.contains(id)).toList();
    }

    /// Waits until the running members that are not isolated agree on a leader, and tells its id.
    public long awaitLeader() {
        long[] leader = new long[1];
        eventually("a leader", () -> {
            List<Long> reachable = reachable();
            Set<Long> seen = new HashSet<>();
            reachable.forEach(id -> seen.add(member(id).status().leaderId()));
            leader[0] = seen.size() == 1 ? seen.iterator().next() : 0;
            return reachable.contains(leader[0]) && member(leader[0]).status().role() == Role.LEADER;
        });
        return leader[0];
    }

    /// The id of some running member that does not lead.
    public long awaitFollower() {
        long leader = awaitLeader();
        return reachable().stream().filter(id -> id != leader).findFirst().orElseThrow();
    }

    /// Writes through a member, and waits for the answer.
    public Outcome set(long id, String key, String value) {
        return await(keyspace(id).submit(new Command.Set(Key.of(key), false, value, null, false)));
    }

    /// Reads a value through a member; empty when there is none.
    public String get(long id, String key, Consistency consistency) {
        Outcome outcome = await(keyspace(id).get(new Read(Key.of(key), false, false, consistency)));
        return outcome instanceof Event event && event.node().value() != null
                ? event.node().value()
                : "";
    }

    public static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            return fail("no answer in time", e);
        }
    }

    /// The one place where tests poll.
    public static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("waited in vain for " + what);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    /// The last words of members that halted.
    public List<String> halts() {
        return List.copyOf(halts);
    }

    /// Members that halted so far did so for a reason.
    void forgetHalts() {
        halts.clear();
    }

    /// Lets a moment pass between two steps of a load.
    static void pause() {
        LockSupport.parkNanos(1_000_000);
    }

    @Override
    public void close() {
        isolated.clear();
        List.copyOf(running.keySet()).forEach(this::stop);
        if (faults.values().stream().noneMatch(disk -> disk.broken)) {
            assertEquals(List.of(), halts, "members that halted without a reason");
        }
    }

    private Member.Ground ground(long id) {
        return new Member.Ground(
                new FaultyDisk(disks.apply(id), disk(id)),
                new SegmentSizes(1 << 16, 1 << 18),
                (from, to) -> !isolated.contains(from) && !isolated.contains(to),
                line -> {
                    // A process that has ended sends nothing any more.
                    isolate(id);
                    halts.add(line);
                });
    }

    /// A port of the range that these tests may use.
    public static int freePort() {
        int port = 0;
        while (port == 0 || !isFree(port)) {
            port = NEXT_PORT.getAndUpdate(last -> last == LAST_PORT ? FIRST_PORT : last + 1);
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
