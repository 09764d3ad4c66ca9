package io.muster.keyspace.server.peer;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;

/// Tells by its first bytes whether a new connection on the peer port is a link, and takes it over if it is.
final class LinkAcceptor extends AbstractConnectionFactory implements ConnectionFactory.Detecting {
    private final Peers peers;
    private final Map<Long, Set<InboundLink>> open = new ConcurrentHashMap<>();
    private final Map<Long, InboundLink> speaking = new ConcurrentHashMap<>();

    LinkAcceptor(Peers peers) {
        super("muster-link");
        this.peers = peers;
    }

    @Override
    public Detection detect(ByteBuffer buffer) {
        int given = Math.min(buffer.remaining(), 8);
        for (int i = 0; i < given; i++) {
            if (buffer.get(buffer.position() + i) != (byte) (Hello.MAGIC >>> (56 - 8 * i))) {
                return Detection.NOT_RECOGNIZED;
            }
        }
        return given == 8 ? Detection.RECOGNIZED : Detection.NEED_MORE_BYTES;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        return configure(new InboundLink(endPoint, connector.getExecutor(), this), connector, endPoint);
    }

    String objection(Hello hello) {
        return peers.objection(hello);
    }

    boolean isGone(Hello hello) {
        return peers.isGone(hello);
    }

    /// The first frame has come on a link. The one that the same member spoke on before is closed: if that member could
    /// not say that it gave it up, nobody ever will.
    void speaks(long from, InboundLink link) {
        InboundLink before = speaking.put(from, link);
        if (before != null) {
            before.close();
        }
    }

    /// A member was welcomed on a link.
    void welcomed(long from, InboundLink link) {
        open.computeIfAbsent(from, _ -> ConcurrentHashMap.newKeySet()).add(link);
    }

    /// Ends the links of a member.
    void close(long from) {
        open.getOrDefault(from, Set.of()).forEach(InboundLink::close);
    }

    void ended(long from, InboundLink link) {
        speaking.remove(from, link);
        open.computeIfPresent(from, (_, links) -> links.remove(link) && links.isEmpty() ? null : links);
    }

    void received(long from, ByteBuffer frame) {
        peers.received(from, frame);
    }
}
