package io.muster.keyspace.server.raft;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.server.log.Storage;
import io.muster.keyspace.server.peer.Peers;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the space on the disk, so that the log never fails for want of it.
///
/// A member that has less than it wants takes no writes from its clients, tells the others, and gives leadership away
/// if one of them is better off. It still follows, with what is left. When even that is used up, [RoomGate] keeps new
/// entries from it. Reads, watches and elections go on, and everything else does when there is space again. When most
/// members are short, none takes writes: they could not be agreed on.
final class SpaceWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpaceWatch.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    // Others say it at each look; a few may be lost.
    private static final long HEARD_NANOS = PAUSE.multipliedBy(5).toNanos();

    private static final Failure ON_MOST_MEMBERS = new Failure(
            ErrorCode.RAFT_INTERNAL,
            "etcdserver: no space left on the disks of most members; free some, and writes go on",
            0);

    private final long self;
    private final Storage storage;
    private final long wantedBytes;
    private final Supplier<Set<Long>> members;
    private final Outbox outbox;
    private final Runnable onLook;
    private final Failure onThisMember;
    private final Map<Long, Long> heard = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile @Nullable Failure refusal;
    private volatile boolean closed;

    /// @param wantedBytes how much should be free; 0 for what the next segment and snapshot take
    /// @param members all of them, this one included
    /// @param onLook called after each look
    SpaceWatch(
            long self, Storage storage, long wantedBytes, Supplier<Set<Long>> members, Outbox outbox, Runnable onLook) {
        this.self = self;
        this.storage = storage;
        this.wantedBytes = wantedBytes;
        this.members = members;
        this.outbox = outbox;
        this.onLook = onLook;
        this.onThisMember = new Failure(
                ErrorCode.RAFT_INTERNAL,
                "etcdserver: no space left for " + storage.log().directory() + "; free some, and writes go on",
                0);
        this.thread = Thread.ofPlatform().name("space-watch").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// What a client's write is answered with for want of space; null when there is enough.
    @Nullable
    Failure refusal() {
        return storage.log().isFull() ? onThisMember : refusal;
    }

    /// Whether this member has less space than it wants.
    boolean isShort() {
        return storage.freeSpace().isShort() || storage.log().isFull();
    }

    /// Whether another member said so a moment ago.
    boolean isShort(long member) {
        Long when = heard.get(member);
        return when != null && System.nanoTime() - when < HEARD_NANOS;
    }

    /// Another member says that it is short of space.
    void heard(long from) {
        heard.put(from, System.nanoTime());
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            try {
                look();
            } catch (IOException e) {
                LOG.warn("cannot tell how much space is free: {}", e.toString());
            }
            LockSupport.parkNanos(this, PAUSE.toNanos());
        }
    }

    private void look() throws IOException {
        long wanted = wantedBytes > 0 ? wantedBytes : storage.wantedBytes();
        storage.freeSpace().look(wanted);
        if (isShort()) {
            storage.pruneToWhatIsNeeded();
            members.get().forEach(this::tell);
        }
        Failure before = refusal;
        refusal = isShort() ? onThisMember : shortMembers() > (members.get().size() - 1) / 2 ? ON_MOST_MEMBERS : null;
        Failure now = refusal;
        if (before == null && now != null) {
            LOG.warn(
                    "writes are refused freeBytes={} wantedBytes={} reason=\"{}\"",
                    storage.freeSpace().bytes(),
                    wanted,
                    now.cause());
        } else if (before != null && now == null) {
            LOG.info("writes are taken again freeBytes={}", storage.freeSpace().bytes());
        }
        onLook.run();
    }

    private long shortMembers() {
        return members.get().stream().filter(this::isShort).count();
    }

    private void tell(long member) {
        if (member != self) {
            outbox.send(member, Peers.newFrame(1).put(FrameKind.SHORT_OF_SPACE).flip());
        }
    }
}
