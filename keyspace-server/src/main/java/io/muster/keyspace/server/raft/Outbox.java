package io.muster.keyspace.server.raft;

import java.nio.ByteBuffer;

/// Carries frames to other members.
interface Outbox {
    /// Sends a frame; false when it is certain that it was not sent. Never blocks.
    boolean send(long to, ByteBuffer frame);

    /// Whether frames probably reach that member.
    boolean isConnected(long to);
}
