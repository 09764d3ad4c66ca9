package io.muster.keyspace.wire;

/// Gives bytes, a piece at a time. What it throws is thrown on unchanged.
@FunctionalInterface
public interface ByteSource {
    /// Puts at least one byte and at most `room` of them at `offset`.
    ///
    /// @return how many; less than one at the end
    int give(byte[] into, int offset, int room);
}
