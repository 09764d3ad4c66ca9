package io.muster.discovery.registry;

import io.muster.discovery.registry.TokenRecord.Claim;
import io.muster.keyspace.Event;
import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What is to be found below a token, and what is noted of it, read one after the other.
///
/// @param isThere whether nodes find the token
/// @param size as it stands there, also when it is no number; empty when there is none
/// @param state what a node of etcd 0.4 left there; empty for none
/// @param registrants what is registered, by the order of registration
/// @param index the store's index when this was read
record Contents(
        Token token,
        boolean isThere,
        Optional<Node> size,
        Optional<Node> state,
        List<Node> registrants,
        Optional<Records.Stored> stored,
        long index) {
    Contents {
        registrants = List.copyOf(registrants);
    }

    static Contents read(Token token, Asking asking) throws RegistryUnavailable {
        Optional<Records.Stored> stored = new Records(asking).find(token);
        Optional<Node> size = asking.find(token.size()).map(Event::node);
        Optional<Node> state = asking.find(token.directory().child("_state")).map(Event::node);
        // the listing last: what was noted before it was registered is not missed
        Optional<Event> listing = asking.find(token.directory());
        List<Node> registrants = listing.map(event -> event.node().nodes()).orElse(List.of()).stream()
                .sorted(Comparator.comparingLong(Node::createdIndex))
                .toList();
        return new Contents(
                token,
                listing.isPresent(),
                size,
                state,
                registrants,
                stored,
                listing.map(Event::index).orElseGet(() -> asking.keyspace().index()));
    }

    /// How many members are asked for; 0 when the size is missing or none.
    long members() {
        try {
            return size.map(node -> Long.parseLong(String.valueOf(node.value())))
                    .orElse(0L);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /// Nodes of etcd 0.4 know of no size: the first of them leaves a state, and serves.
    boolean isComplete() {
        return state.isPresent() || (members() > 0 && registrants.size() >= members());
    }

    /// When the last of the members registered; empty while some are missing, or when that was not noted.
    Optional<Instant> completed() {
        return isComplete()
                ? noted().flatMap(known -> registrants.stream()
                        .limit(Math.max(members(), 1))
                        .map(node -> known.claims().get(node.key().name()))
                        .filter(Objects::nonNull)
                        .map(Claim::at)
                        .max(Comparator.naturalOrder()))
                : Optional.empty();
    }

    /// When the token is to be taken out of service as things stand; empty for never, or when it was.
    Optional<Instant> end(Lifetimes lifetimes) {
        Optional<TokenRecord> inService = noted().filter(known -> !known.isExpired());
        return isComplete()
                ? inService
                        .map(known -> completed().orElse(known.created()))
                        .flatMap(at -> lifetimes.complete().map(at::plus))
                : inService
                        .map(TokenRecord::created)
                        .flatMap(at -> lifetimes.incomplete().map(at::plus));
    }

    /// Whether nodes are not to find it any more.
    boolean isOver(Registry.Settings settings) {
        Instant now = settings.clock().instant();
        return noted().filter(TokenRecord::isExpired).isPresent()
                || end(settings.lifetimes()).filter(end -> !end.isAfter(now)).isPresent();
    }

    Optional<Node> registrant(Key key) {
        return registrants.stream().filter(node -> node.key().equals(key)).findFirst();
    }

    Optional<TokenRecord> noted() {
        return stored.map(Records.Stored::noted);
    }
}
