package io.muster.keyspace.server.raft;

/// What a frame between members says, told by its first byte. One format's numbers never change their meaning.
final class FrameKind {
    /// A message of the engine.
    static final byte MESSAGE = 1;

    /// To the leader: take this pack. Number, then the pack.
    static final byte PACK = 2;

    /// Back: the pack of that number was not taken.
    static final byte PACK_REFUSED = 3;

    /// To the leader: which index must I have applied before I may answer? Number.
    static final byte READ_INDEX = 4;

    /// Back: this one. Number, index.
    static final byte READ_INDEX_IS = 5;

    /// Back: I cannot tell. Number.
    static final byte READ_INDEX_REFUSED = 6;

    /// I live, though my disk keeps me from saying so in the engine's words. My term, 4 bytes.
    static final byte PULSE = 7;

    /// My disk is short of space. Nothing more.
    static final byte SHORT_OF_SPACE = 8;

    private FrameKind() {}
}
