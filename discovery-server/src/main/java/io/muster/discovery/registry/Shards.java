package io.muster.discovery.registry;

import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All records, directory by directory. Every method waits for the keyspace.
record Shards(Asking asking) {
    /// The records of one directory, by name.
    List<Node> records(Key shard) throws RegistryUnavailable {
        Optional<Event> listing = asking.find(shard);
        return listing.map(event -> event.node().nodes()).orElse(List.of());
    }

    /// Tokens in the order of directories and names.
    List<Token> tokens(Optional<Token> after, int limit) throws RegistryUnavailable {
        List<Token> found = new ArrayList<>();
        Optional<Key> last = after.map(Token::noted);
        boolean begun = last.isEmpty();
        for (Key shard : Token.records()) {
            boolean here = last.isPresent() && last.get().parent().equals(shard);
            if (begun || here) {
                for (Node node : records(shard)) {
                    if (found.size() == limit) {
                        return found;
                    }
                    if (begun
                            || Key.NAME_ORDER.compare(
                                            node.key().name(), last.get().name())
                                    > 0) {
                        found.add(new Token(node.key().name()));
                    }
                }
                begun = true;
            }
        }
        return found;
    }
}
