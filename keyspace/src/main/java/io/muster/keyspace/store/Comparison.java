package io.muster.keyspace.store;

import io.muster.keyspace.Condition;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;

/// Whether a condition holds for the file at a key.
sealed interface Comparison {
    record Holds(Tree.File file) implements Comparison {}

    record Fails(Failure failure) implements Comparison {}

    static Comparison of(Tree.Directory root, Key key, Condition condition, long index) {
        return switch (Lookup.find(root, key)) {
            case Lookup.Missing missing -> new Fails(missing.failure(index));
            case Lookup.Blocked blocked -> new Fails(blocked.failure(index));
            case Lookup.Found(Tree.Directory _) -> {
                // The original says nothing where it would name the root.
                String cause = key.isRoot() ? "" : key.path();
                yield new Fails(new Failure(ErrorCode.NOT_A_FILE, cause, index));
            }
            case Lookup.Found(Tree.File file) -> {
                String cause = mismatch(condition, file);
                yield cause.isEmpty()
                        ? new Holds(file)
                        : new Fails(new Failure(ErrorCode.COMPARE_FAILED, cause, index));
            }
        };
    }

    private static String mismatch(Condition condition, Tree.File file) {
        boolean valueFits =
                condition.prevValue().isEmpty() || condition.prevValue().equals(file.value());
        boolean indexFits = condition.prevIndex() == 0 || condition.prevIndex() == file.modifiedIndex();
        String values = "[" + condition.prevValue() + " != " + file.value() + "]";
        String indices = "[" + Long.toUnsignedString(condition.prevIndex()) + " != "
                + Long.toUnsignedString(file.modifiedIndex()) + "]";
        if (valueFits) {
            return indexFits ? "" : indices;
        }
        return indexFits ? values : values + " " + indices;
    }
}
