package io.muster.keyspace.server.peer;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;

/// Tells by its first bytes whether a new connection on the peer port is a link, and takes it over if it is.
final class LinkAcceptor extends AbstractConnectionFactory implements ConnectionFactory.Detecting {
    private final Peers peers;

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

    void received(long from, ByteBuffer frame) {
        peers.received(from, frame);
    }
}
