package io.muster.keyspace.wire;

/// Takes bytes, a piece at a time. What it throws is thrown on unchanged.
@FunctionalInterface
public interface ByteSink {
    /// Takes `count` bytes from `offset` on, which are valid during the call only.
    void take(byte[] bytes, int offset, int count);
}
