package io.muster.keyspace.server.raft;

import io.microraft.RaftEndpoint;
import io.microraft.model.message.RaftMessage;
import io.microraft.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries the engine's messages as frames, all but those that [GivenVote] holds back, and has them measured.
final class EngineTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(EngineTransport.class);

    private final Outbox outbox;
    private final AppendMeter appends;
    private final GivenVote vote;

    EngineTransport(Outbox outbox, AppendMeter appends, GivenVote vote) {
        this.outbox = outbox;
        this.appends = appends;
        this.vote = vote;
    }

    @Override
    public void send(RaftEndpoint target, RaftMessage message) {
        send(Endpoint.idOf(target), message);
    }

    void send(long to, RaftMessage message) {
        if (vote.holdsBack(message)) {
            return;
        }
        try {
            ByteBuffer frame = MessageWriter.encode(message);
            if (frame != null) {
                appends.sent(to, message, outbox.send(to, frame));
            }
        } catch (IOException e) {
            LOG.error("cannot read a part of the snapshot for member {}: {}", Long.toHexString(to), e.getMessage());
        }
    }

    /// A message has come in.
    void received(RaftMessage message) {
        appends.received(message);
    }

    @Override
    public boolean isReachable(RaftEndpoint endpoint) {
        return outbox.isConnected(Endpoint.idOf(endpoint));
    }
}
