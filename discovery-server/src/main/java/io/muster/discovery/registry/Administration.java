package io.muster.discovery.registry;

import io.muster.discovery.registry.TokenRecord.Claim;
import io.muster.keyspace.Command;
import io.muster.keyspace.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What only the service's administrator may do with tokens. Every method waits for the keyspace, and throws
/// [RegistryUnavailable] when it may have done its work or not; all can be repeated.
public final class Administration {
    private final Asking asking;
    private final Records records;
    private final Registry.Settings settings;

    Administration(Asking asking, Registry.Settings settings) {
        this.asking = asking;
        this.records = new Records(asking);
        this.settings = settings;
    }

    /// Lists tokens, those that expired included, in an order that does not change.
    ///
    /// @param after only those behind this one
    /// @param limit how many at most
    public List<TokenView> list(Optional<Token> after, int limit) throws RegistryUnavailable {
        List<TokenView> listed = new ArrayList<>();
        for (Token token : new Shards(asking).tokens(after, limit)) {
            Views.of(Contents.read(token, asking), Map.of(), settings).ifPresent(listed::add);
        }
        return listed;
    }

    /// Makes a token ask for another number of members. Nodes that wait already go on with the number they know until
    /// they are started again.
    ///
    /// @return false when there is no such token in service
    public boolean resize(Token token, ClusterSize size) throws RegistryUnavailable {
        while (true) {
            Contents contents = Contents.read(token, asking);
            Optional<Records.Stored> stored = inService(contents);
            if (stored.isEmpty()) {
                return false;
            }
            TokenRecord noted = stored.get().noted();
            boolean complete = contents.registrants().size() >= size.members();
            Instant completed = noted.completed() == null ? settings.clock().instant() : noted.completed();
            // first the record, which is looked at; the size twice is harmless
            if (records.replace(token, stored.get(), noted.completedAt(complete ? completed : null))) {
                asking.make(new Command.Set(token.size(), false, size.toString(), null, false));
                return true;
            }
        }
    }

    /// Takes a registration away. Nodes that wait take that for a registration, and give up.
    ///
    /// @return false when there is no such registration
    public boolean removeMember(Token token, String id) throws RegistryUnavailable {
        while (true) {
            Contents contents = Contents.read(token, asking);
            Optional<Records.Stored> stored = inService(contents);
            if (stored.isEmpty()
                    || contents.registrant(token.directory().child(id)).isEmpty()) {
                return false;
            }
            boolean complete = contents.registrants().size() - 1L >= contents.members();
            TokenRecord noted = stored.get().noted();
            TokenRecord after = noted.without(id).completedAt(complete ? noted.completed() : null);
            if (records.replace(token, stored.get(), after)) {
                asking.remove(token.directory().child(id));
                asking.remove(token.reports().child(id));
                return true;
            }
        }
    }

    /// Takes a token out of service: nodes find it no longer, people can still look at it for a while.
    ///
    /// @return false when there is no such token in service
    public boolean expire(Token token) throws RegistryUnavailable {
        return expire(token, settings.clock().instant());
    }

    /// Removes a token and all that is known of it.
    ///
    /// @return false when there was nothing
    public boolean delete(Token token) throws RegistryUnavailable {
        Contents contents = Contents.read(token, asking);
        asking.remove(token.directory());
        asking.remove(token.reports());
        records.remove(token);
        return contents.isThere() || contents.stored().isPresent();
    }

    /// @param at the moment noted
    boolean expire(Token token, Instant at) throws RegistryUnavailable {
        while (true) {
            Contents contents = Contents.read(token, asking);
            Optional<Records.Stored> stored = inService(contents);
            if (stored.isEmpty()) {
                return false;
            }
            TokenRecord noted = stored.get().noted();
            if (records.replace(
                    token, stored.get(), noted.expiredAt(at, contents.members(), registered(contents, noted)))) {
                asking.remove(token.directory());
                return true;
            }
        }
    }

    // A token that was made without us is known from now on.
    private Optional<Records.Stored> inService(Contents contents) {
        if (!contents.isThere()) {
            return Optional.empty();
        }
        return contents.stored()
                .or(() -> Optional.of(
                        new Records.Stored(TokenRecord.of(settings.clock().instant(), false), 0)))
                .filter(stored -> !stored.noted().isExpired());
    }

    private static Map<String, Claim> registered(Contents contents, TokenRecord noted) {
        Map<String, Claim> registered = new LinkedHashMap<>();
        for (Node node : contents.registrants()) {
            String id = node.key().name();
            Claim claim = noted.claims().get(id);
            registered.put(id, new Claim(claim == null ? noted.created() : claim.at(), String.valueOf(node.value())));
        }
        return registered;
    }
}
