package io.muster.keyspace.server.raft;

/// The kinds of the engine's messages, the second byte of their frames. One format's numbers never change their
/// meaning.
final class MessageKind {
    /// The group's id, which the engine demands; links to other clusters are refused already.
    static final String GROUP = "keyspace";

    /// Append these entries, or know that I lead.
    static final byte APPEND = 1;

    /// My log matches up to here.
    static final byte APPENDED = 2;

    /// My log does not match there.
    static final byte NOT_APPENDED = 3;

    /// Here is a snapshot, or a part of it.
    static final byte SNAPSHOT = 4;

    /// Send me this part.
    static final byte SNAPSHOT_WANTED = 5;

    /// Would you vote for me?
    static final byte PRE_VOTE = 6;

    /// I would, or not.
    static final byte PRE_VOTED = 7;

    /// Vote for me.
    static final byte VOTE = 8;

    /// I do, or not.
    static final byte VOTED = 9;

    /// Be the leader.
    static final byte TAKE_OVER = 10;

    private MessageKind() {}
}
