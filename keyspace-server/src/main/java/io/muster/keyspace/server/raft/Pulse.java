package io.muster.keyspace.server.raft;

import io.microraft.RaftEndpoint;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.FollowerState;
import io.microraft.impl.state.LeaderState;
import io.microraft.impl.state.RaftState;
import io.muster.keyspace.server.peer.Peers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the others that this member lives while its disk keeps the engine's thread waiting: no heartbeat leaves then,
/// and none is answered, so that a disk that takes a second now and then would cost the group its leader each time.
///
/// A pulse says nothing but that: it does not count for what is agreed on, nor for what may be read. It ends after a
/// few election timeouts, since a leader whose disk does not come back is no use to anyone.
final class Pulse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final RaftNodeImpl node;
    private final EngineClock clock;
    private final DiskWait wait;
    private final Duration most;
    private final Outbox outbox;
    private final Thread thread;
    private volatile boolean closed;

    /// @param most how long a wait may last before the others shall take the member for dead
    Pulse(RaftNodeImpl node, EngineClock clock, DiskWait wait, Duration most, Outbox outbox) {
        this.node = node;
        this.clock = clock;
        this.wait = wait;
        this.most = most;
        this.outbox = outbox;
        this.thread = Thread.ofPlatform().name("raft-pulse").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// A pulse has come from another member. For the engine's thread.
    void received(long from, int term) {
        RaftState state = node.state();
        if (term != state.term()) {
            return;
        }
        LeaderState leading = state.leaderState();
        Endpoint sender = new Endpoint(from);
        if (leading == null) {
            if (sender.equals(state.leader())) {
                node.leaderHeartbeatReceived();
            }
        } else {
            FollowerState follower = leading.getFollowerStateOrNull(sender);
            if (follower != null) {
                // Answers no request in particular: those that are under way stay so.
                follower.responseReceived(-1, clock.millis());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        long heartbeatNanos = clock.heartbeatNanos();
        boolean told = false;
        while (!closed) {
            Duration waiting = wait.current();
            if (waiting.toNanos() > heartbeatNanos && waiting.compareTo(most) < 0) {
                node.getCommittedMembers().getMembers().forEach(this::send);
            }
            boolean slow = waiting.compareTo(DiskWait.SLOW) > 0;
            if (slow && !told) {
                LOG.warn("the disk is slow: the log has been waiting for it for {} ms", waiting.toMillis());
            }
            told = slow;
            LockSupport.parkNanos(this, heartbeatNanos);
        }
    }

    private void send(RaftEndpoint to) {
        ByteBuffer frame = Peers.newFrame(5)
                .put(FrameKind.PULSE)
                .putInt(node.getTerm().getTerm())
                .flip();
        if (!to.equals(node.getLocalEndpoint())) {
            outbox.send(Endpoint.idOf(to), frame);
        }
    }
}
