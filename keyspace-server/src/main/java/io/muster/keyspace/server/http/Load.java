package io.muster.keyspace.server.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a client port has taken on, against its limits. May be used from any thread.
public final class Load {
    private static final Logger LOG = LoggerFactory.getLogger(Load.class);

    // As etcd: for the log, the peers and what the runtime needs.
    private static final int INTERNAL_DESCRIPTORS = 150;

    // So many are told at a time that they are too many: one for so many that are served.
    private static final int SURPLUS_SHARE = 20;
    private static final int SURPLUS_LEAST = 100;
    private static final int SURPLUS_MAX = 1_000;

    final Limit connections;
    final Limit watches;
    final Limit pendingWrites;
    final Limit bodyBytes;
    private final ClientLimits limits;
    private final int surplusMax;
    private final AtomicInteger surplus = new AtomicInteger();
    private final Counter largeHeads;
    private final Counter largeBodies;
    private final Counter slowClients;

    /// @param meters told how much there is, there may be, and was refused
    Load(ClientLimits limits, MeterRegistry meters) {
        this.limits = limits;
        this.surplusMax = surplusMax(limits.connections());
        this.connections = new Limit("connections", limits.connections(), meters);
        this.watches = new Limit("watches", limits.watches(), meters);
        this.pendingWrites = new Limit("pending-writes", limits.pendingWrites(), meters);
        this.bodyBytes = new Limit("body-bytes", limits.bodyBytes(), meters);
        this.largeHeads = Limit.refusals("header-bytes", meters);
        this.largeBodies = Limit.refusals("request-bytes", meters);
        this.slowClients = Limit.refusals("client-timeout", meters);
    }

    /// The load of a port that has taken on nothing yet. As in etcd, there are no more connections than the system
    /// gives file descriptors for.
    ///
    /// @param meters told how much there is, there may be, and was refused
    public static Load ofPort(ClientLimits limits, MeterRegistry meters) {
        return new Load(limits.withConnections(openable(limits.connections())), meters);
    }

    /// Answers a request that came by a connection too many, which then ends.
    ///
    /// @return whether it did
    public boolean refuses(Request request, Response response, Callback callback) {
        if (!VerbatimConnection.isSurplus(request)) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        connections.refuse(response, callback);
        return true;
    }

    /// Why there is no room for a request's body.
    public String bodyRefusal() {
        return bodyBytes.refusal();
    }

    /// A connection too many was opened, to be told so; false when there are too many even of those.
    boolean beginSurplus() {
        if (surplus.incrementAndGet() <= surplusMax) {
            return true;
        }
        surplus.decrementAndGet();
        return false;
    }

    void endSurplus() {
        surplus.decrementAndGet();
    }

    int headerBytes() {
        return limits.headerBytes();
    }

    Duration patience() {
        return limits.patience();
    }

    void bodyWasTooLarge() {
        largeBodies.increment();
    }

    void clientWasTooSlow() {
        slowClients.increment();
    }

    /// Jetty refuses a request by that status.
    void refusedByJetty(int status) {
        if (status == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 || status == HttpStatus.URI_TOO_LONG_414) {
            largeHeads.increment();
        }
    }

    private static int surplusMax(long connections) {
        return Math.clamp(connections / SURPLUS_SHARE, SURPLUS_LEAST, SURPLUS_MAX);
    }

    private static int openable(int connections) {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return connections;
        }
        long descriptors = system.getMaxFileDescriptorCount();
        long forClients = Math.max(0, descriptors - INTERNAL_DESCRIPTORS);
        // A log that cannot open its next file stops the member: those who are told to go away have a share, too.
        long most = Math.max(1, forClients - surplusMax(forClients));
        if (connections <= most) {
            return connections;
        }
        LOG.warn(
                "file descriptor limit[{}] of this process allows {} client connections, not {}; raise it, or set"
                        + " --max-connections",
                descriptors,
                most,
                connections);
        return (int) most;
    }
}
