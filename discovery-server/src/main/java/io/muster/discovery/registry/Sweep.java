package io.muster.discovery.registry;

import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes tokens out of service whose time is over, and forgets those that have been for long. What was begun and not
/// finished, because a server stopped, is finished.
public final class Sweep {
    private static final Duration RECENT = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    private final Asking asking;
    private final Records records;
    private final Administration administration;
    private final Registry.Settings settings;

    Sweep(Asking asking, Registry.Settings settings) {
        this.asking = asking;
        this.records = new Records(asking);
        this.administration = new Administration(asking, settings);
        this.settings = settings;
    }

    /// What was done.
    ///
    /// @param expired how many tokens were taken out of service
    /// @param forgotten how many of those are not known any more
    public record Swept(int expired, int forgotten) {
        Swept plus(Swept other) {
            return new Swept(expired + other.expired, forgotten + other.forgotten);
        }
    }

    /// Looks at every record, a directory at a time, and waits for the keyspace at each.
    ///
    /// @throws RegistryUnavailable when the keyspace does not answer; what is left is done the next time
    public Swept run() throws RegistryUnavailable {
        Swept all = new Swept(0, 0);
        for (Key shard : Token.records()) {
            for (Node node : new Shards(asking).records(shard)) {
                all = all.plus(look(node));
            }
        }
        return all;
    }

    private Swept look(Node node) throws RegistryUnavailable {
        Token token = new Token(node.key().name());
        TokenRecord noted = Records.stored(node).noted();
        Instant now = settings.clock().instant();
        if (noted.isForgotten(settings.lifetimes(), now)) {
            new Reports(asking).remove(token);
            asking.remove(token.directory());
            records.remove(token);
            return new Swept(0, 1);
        }
        if (noted.isExpired()) {
            if (asking.find(token.directory()).isPresent()) {
                asking.remove(token.directory());
            }
            return new Swept(0, 0);
        }
        return isWorthALook(noted, now) ? settle(token, now) : new Swept(0, 0);
    }

    /// Reading all that is below a token is spared where its record alone says that nothing is due.
    private boolean isWorthALook(TokenRecord noted, Instant now) {
        Instant completed = noted.completed();
        if (completed == null) {
            return settings.lifetimes()
                    .incomplete()
                    .filter(life -> !noted.created().plus(life).isAfter(now))
                    .isPresent();
        }
        return completed.plus(RECENT).isAfter(now)
                || settings.lifetimes()
                        .complete()
                        .filter(life -> !completed.plus(life).isAfter(now))
                        .isPresent();
    }

    private Swept settle(Token token, Instant now) throws RegistryUnavailable {
        Contents contents = Contents.read(token, asking);
        if (contents.isOver(settings)) {
            Instant end = contents.end(settings.lifetimes()).orElse(now);
            LOG.info("token expired token={} complete={} end={}", token, contents.isComplete(), end);
            return new Swept(administration.expire(token, end) ? 1 : 0, 0);
        }
        Optional<Records.Stored> stored = contents.stored();
        if (stored.isPresent()) {
            Instant noted = stored.get().noted().completed();
            // its last member never came, or came by another way than through us
            boolean wrong = contents.isComplete() == (noted == null)
                    && (noted == null || noted.plus(TokenRules.CLAIM_LIMIT).isBefore(now));
            if (wrong) {
                TokenRecord right = stored.get()
                        .noted()
                        .completedAt(
                                contents.isComplete() ? contents.completed().orElse(now) : null);
                // when somebody else noted something meanwhile, the next sweep will see
                records.replace(token, stored.get(), right);
            }
        }
        return new Swept(0, 0);
    }
}
