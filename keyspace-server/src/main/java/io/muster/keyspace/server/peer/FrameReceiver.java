package io.muster.keyspace.server.peer;

import java.nio.ByteBuffer;

/// Hears the frames of other members.
@FunctionalInterface
public interface FrameReceiver {
    /// A frame has come in. Frames of one member come in the order they were sent, one at a time, though some may be
    /// missing. Must not block.
    ///
    /// @param from the member's id, as its hello told
    /// @param frame valid during the call only
    /// @throws IllegalArgumentException when the frame makes no sense; the link is then closed
    void onFrame(long from, ByteBuffer frame);
}
