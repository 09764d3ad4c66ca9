package io.muster.keyspace.server.log;

/// How many files of the past are kept. What a recovery from the two newest snapshots needs is kept in any case.
///
/// @param snapshots the most snapshots, 0 for all; fewer than two count as two
/// @param segments the most log segments, those in use included, 0 for all
public record Retention(int snapshots, int segments) {
    /// Recovery does not hang on a single file.
    static final int SNAPSHOTS_MIN = 2;

    /// As the original.
    public static final Retention DEFAULT = new Retention(5, 5);

    public Retention {
        if (snapshots < 0 || segments < 0) {
            throw new IllegalArgumentException("cannot keep " + snapshots + " snapshots and " + segments + " segments");
        }
    }

    /// What is kept while space is short: no more than must be, unless all was asked for.
    Retention whenShort() {
        return new Retention(Math.min(snapshots, SNAPSHOTS_MIN), Math.min(segments, 1));
    }

    boolean isTooManySnapshots(int count) {
        return snapshots > 0 && count > Math.max(snapshots, SNAPSHOTS_MIN);
    }

    boolean isTooManySegments(int count) {
        return segments > 0 && count > segments;
    }
}
