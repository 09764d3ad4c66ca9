package io.muster.discovery.registry;

import io.muster.keyspace.Action;
import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Key;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A client's change of one node, whatever the way it is asked for.
sealed interface Asked {
    Key key();

    /// Leaves a node behind.
    ///
    /// @param action what the answer calls it
    /// @param value what the node shall hold
    /// @param condition what must hold of the node that is there; empty for nothing
    record Write(
            Key key,
            Action action,
            boolean dir,
            String value,
            @Nullable Duration ttl,
            Condition condition) implements Asked {}

    /// Makes a node with a name of the store's choice; `key` is its directory.
    record InOrder(Key key) implements Asked {}

    /// Takes a node away.
    record Removal(Key key) implements Asked {}

    Condition ANY = new Condition("", 0);

    /// What a command asks for; empty when it is no client's change of a node.
    static Optional<Asked> of(Command command) {
        return Optional.ofNullable(
                switch (command) {
                    case Command.Create c -> new Write(c.key(), Action.CREATE, c.dir(), c.value(), c.ttl(), ANY);
                    case Command.Set s -> new Write(s.key(), Action.SET, s.dir(), s.value(), s.ttl(), ANY);
                    case Command.Update u -> new Write(u.key(), Action.UPDATE, u.dir(), u.value(), u.ttl(), ANY);
                    case Command.CompareAndSwap c ->
                        new Write(c.key(), Action.COMPARE_AND_SWAP, false, c.value(), c.ttl(), c.condition());
                    case Command.CreateInOrder c -> new InOrder(c.directory());
                    case Command.Delete d -> new Removal(d.key());
                    case Command.CompareAndDelete d -> new Removal(d.key());
                    case Command.Expire _, Command.PublishMember _, Command.ChangeAccess _, Command.ChangeMembers _ ->
                        null;
                });
    }
}
