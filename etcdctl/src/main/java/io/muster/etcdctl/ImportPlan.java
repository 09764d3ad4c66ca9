package io.muster.etcdctl;

import io.muster.keyspace.Command;
import io.muster.keyspace.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What has to be done so that a part of the keyspace holds what a file says. What the file does not name is left
/// alone.
final class ImportPlan {
    private final List<Step> steps = new ArrayList<>();
    private final List<String> conflicts = new ArrayList<>();
    private int unchanged;

    /// One change.
    ///
    /// @param made whether the key is not there yet
    record Step(Command command, Key key, boolean made) {
        @Override
        public String toString() {
            return (made ? "+ " : "~ ") + key;
        }
    }

    /// Compares what is wanted with what is there.
    ///
    /// @param present null for nothing
    ImportPlan(Key at, Subtree wanted, @Nullable Subtree present) {
        compare(at, wanted, present);
    }

    List<Step> steps() {
        return steps;
    }

    /// Why it cannot be done, one line each.
    List<String> conflicts() {
        return conflicts;
    }

    /// How many keys hold their value already.
    int unchanged() {
        return unchanged;
    }

    private void compare(Key at, Subtree wanted, @Nullable Subtree present) {
        switch (wanted) {
            case Subtree.Leaf leaf -> compareLeaf(at, leaf, present);
            case Subtree.Branch branch -> compareBranch(at, branch, present);
        }
    }

    private void compareLeaf(Key at, Subtree.Leaf wanted, @Nullable Subtree present) {
        if (present instanceof Subtree.Branch || at.isRoot()) {
            conflicts.add(at + ": is a directory, but a value in the file");
        } else if (wanted.ttl() == 0 && wanted.equals(present)) {
            unchanged++;
        } else {
            steps.add(new Step(new Command.Set(at, false, wanted.value(), ttl(wanted), false), at, present == null));
        }
    }

    private void compareBranch(Key at, Subtree.Branch wanted, @Nullable Subtree present) {
        if (present instanceof Subtree.Leaf) {
            conflicts.add(at + ": has a value, but is a directory in the file");
            return;
        }
        if (!at.isRoot()) {
            if (present == null && (wanted.ttl() != 0 || wanted.children().isEmpty())) {
                steps.add(new Step(new Command.Create(at, true, "", ttl(wanted)), at, true));
            } else if (present != null && wanted.ttl() != 0) {
                steps.add(new Step(new Command.Update(at, true, "", ttl(wanted), false), at, false));
            }
        }
        wanted.children()
                .forEach((name, child) -> compare(
                        at.child(name),
                        child,
                        present instanceof Subtree.Branch branch
                                ? branch.children().get(name)
                                : null));
    }

    private static @Nullable Duration ttl(Subtree wanted) {
        return wanted.ttl() == 0 ? null : Duration.ofSeconds(wanted.ttl());
    }
}
