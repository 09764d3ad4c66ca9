package io.muster.bench.watch;

/// The last eight bytes of what a connection has read, in one number: enough to see an end, wherever reads are cut.
final class Tail {
    /// The end of the head of an answer.
    static final long HEAD_END = of("\r\n\r\n");

    static final long HEAD_END_MASK = mask(4);

    private Tail() {}

    static long plus(long tail, byte read) {
        return (tail << 8) | (read & 0xff);
    }

    static long of(String ascii) {
        return ascii.chars().asLongStream().reduce(0, (tail, c) -> plus(tail, (byte) c));
    }

    static long mask(int bytes) {
        return (1L << (8 * bytes)) - 1;
    }
}
