package io.muster.keyspace.server.peer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tells which peers can be sent to, and counts the bytes of the frames that go to and come from each, under etcd's
/// names. May be used from any thread.
final class PeerTraffic {
    private final MeterRegistry meters;
    private final Map<Long, Counter> sent = new ConcurrentHashMap<>();
    private final Map<Long, Gauge> reached = new ConcurrentHashMap<>();
    private final Map<Long, Counter> received = new ConcurrentHashMap<>();

    PeerTraffic(MeterRegistry meters) {
        this.meters = meters;
    }

    void reach(long self, long peer, OutboundLink link) {
        Gauge gauge = Gauge.builder("etcd_network_active_peers", link, to -> to.isConnected() ? 1 : 0)
                .description("Whether there is a connection on which to send to a peer.")
                .tag("Local", Long.toHexString(self))
                .tag("Remote", Long.toHexString(peer))
                .register(meters);
        reached.put(peer, gauge);
    }

    /// The peer is none any more.
    void leave(long peer) {
        Gauge gauge = reached.remove(peer);
        if (gauge != null) {
            meters.remove(gauge);
        }
    }

    void sent(long to, int bytes) {
        sent.computeIfAbsent(to, id -> counter("sent", "Bytes sent to a peer.", "To", id))
                .increment(bytes);
    }

    void received(long from, int bytes) {
        received.computeIfAbsent(from, id -> counter("received", "Bytes received from a peer.", "From", id))
                .increment(bytes);
    }

    private Counter counter(String direction, String help, String end, long id) {
        return Counter.builder("etcd_network_peer_" + direction + "_bytes")
                .description(help)
                .tag(end, Long.toHexString(id))
                .register(meters);
    }
}
