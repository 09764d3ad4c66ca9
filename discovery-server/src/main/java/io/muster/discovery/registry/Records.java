package io.muster.discovery.registry;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Node;
import java.util.Optional;

/// The records of all tokens as the keyspace holds them, changed by compare-and-swap only.
///
/// Every method waits for the keyspace.
record Records(Asking asking) {
    /// A record and what it must still be for a change of it to count.
    ///
    /// @param index 0 when there was none
    record Stored(TokenRecord noted, long index) {}

    Optional<Stored> find(Token token) throws RegistryUnavailable {
        return asking.find(token.noted()).map(event -> stored(event.node()));
    }

    /// Whether nodes register with a token by another name; empty when there is no such token. That never changes.
    Optional<Boolean> isSecret(Token token) throws RegistryUnavailable {
        return asking.findAnywhere(token.noted())
                .map(event -> stored(event.node()).noted().secret());
    }

    /// Puts a changed record in place of the one it was made from.
    ///
    /// @return false when another change came first; look again
    boolean replace(Token token, Stored before, TokenRecord after) throws RegistryUnavailable {
        Key key = token.noted();
        String text = TokenRecordJson.write(after);
        Command command = before.index() == 0
                ? new Command.Create(key, false, text, null)
                : new Command.CompareAndSwap(key, text, null, new Condition("", before.index()), false);
        return switch (asking.change(command)) {
            case Event _ -> true;
            case Failure failure ->
                switch (failure.code()) {
                    case KEY_EXISTS, COMPARE_FAILED, KEY_NOT_FOUND -> false;
                    default -> throw Asking.unavailable(failure);
                };
            case AccessOutcome _, MembershipOutcome _ -> throw Asking.foreign();
        };
    }

    void remove(Token token) throws RegistryUnavailable {
        asking.remove(token.noted());
    }

    static Stored stored(Node node) {
        return new Stored(TokenRecordJson.read(String.valueOf(node.value())), node.modifiedIndex());
    }
}
