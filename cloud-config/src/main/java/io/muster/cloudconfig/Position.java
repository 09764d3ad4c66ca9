package io.muster.cloudconfig;

import java.util.Comparator;

/// A place in a document: line and column as an editor counts them, from 1, the column in characters.
public record Position(int line, int column) implements Comparable<Position> {
    /// The first character.
    public static final Position START = new Position(1, 1);

    private static final Comparator<Position> ORDER =
            Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
