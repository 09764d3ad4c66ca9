package io.muster.keyspace.server.log;

/// How large log segments are made, in bytes. Each new one doubles the size of the one before it until the largest is
/// reached, so a small keyspace does not pay for a large one.
public record SegmentSizes(int first, int largest) {
    public static final SegmentSizes DEFAULT = new SegmentSizes(1 << 20, 64 << 20);

    public SegmentSizes {
        if (first < 4096 || largest < first) {
            throw new IllegalArgumentException("segments of " + first + " to " + largest + " bytes make no log");
        }
    }

    int after(long size) {
        return Math.clamp(size * 2, first, largest);
    }
}
