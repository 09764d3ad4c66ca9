package io.muster.discovery.registry;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read.Consistency;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/// All tokens, on any keyspace. Every method may be called from any thread; those that return no future wait for the
/// keyspace and need a thread that may.
public final class Registry implements AutoCloseable {
    private final Keyspace keyspace;
    private final Asking asking;
    private final Records records;
    private final Settings settings;
    private final RandomGenerator random;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Keyspace forNodes;

    /// How tokens are treated.
    ///
    /// @param lifetimes how long tokens live
    /// @param permissive let clients do to a token whatever the keyspace lets them
    /// @param shared whether other servers use the keyspace, too, so that this one may not have heard yet
    ///     what another has confirmed
    /// @param clock where the times come from that are noted
    public record Settings(Lifetimes lifetimes, boolean permissive, boolean shared, InstantSource clock) {}

    /// A token that was given out.
    ///
    /// @param forNodes lets nodes register
    /// @param forPeople lets nobody do more than look; empty when there is no such difference
    public record GivenOut(Token forNodes, Optional<Token> forPeople) {}

    /// What a name in a URL stands for.
    ///
    /// @param token what it names
    /// @param mayRegister whether whoever knows it may change anything
    public record Named(Token token, boolean mayRegister) {}

    /// Makes a registry of what a keyspace holds.
    ///
    /// @param random must be secure: a token is a password
    public Registry(Keyspace keyspace, Settings settings, RandomGenerator random) {
        this.keyspace = keyspace;
        this.settings = settings;
        this.random = random;
        this.asking = new Asking(keyspace, settings.shared() ? Consistency.LINEARIZABLE : Consistency.LOCAL);
        this.records = new Records(asking);
        this.forNodes = new TokenKeyspace(keyspace, new Registrar(asking, settings), threads, settings.shared());
    }

    /// The keyspace as nodes and other clients may use it, see [TokenKeyspace].
    public Keyspace forNodes() {
        return forNodes;
    }

    /// The keyspace as those may use it who can only read a token.
    public Keyspace forReaders() {
        return new ReadersKeyspace(forNodes);
    }

    /// Gives out a new token.
    ///
    /// @param secret make a second name for it, by which it can only be read
    /// @return fails with [RegistryUnavailable] when it is not certain that it is kept
    public CompletableFuture<GivenOut> create(ClusterSize size, boolean secret) {
        Token given = Token.random(random);
        Token kept = secret ? given.shown() : given;
        String noted = TokenRecordJson.write(TokenRecord.of(settings.clock().instant(), secret));
        // One after the other in the log, and yet mostly in one write of it.
        return made(keyspace.submit(new Command.Create(kept.noted(), false, noted, null)))
                .thenCombine(
                        made(keyspace.submit(new Command.Create(kept.size(), false, size.toString(), null))),
                        (_, _) -> new GivenOut(given, secret ? Optional.of(kept) : Optional.empty()));
    }

    /// Writes something that is no token, and removes it again.
    ///
    /// @return fails with [RegistryUnavailable] when that cannot be done, in words for the user
    public CompletableFuture<Void> probe() {
        Key key = Token.NOTES.child("health/" + Token.random(random));
        return made(keyspace.submit(new Command.Create(key, false, "", null)))
                .thenCompose(_ -> made(keyspace.submit(new Command.Delete(key, false, false))))
                .thenApply(_ -> null);
    }

    /// Finds out what a name in a URL stands for; a name that is not known stands for itself.
    ///
    /// @throws RegistryUnavailable when the keyspace does not answer
    public Named resolve(Token name) throws RegistryUnavailable {
        Optional<Boolean> secret = records.isSecret(name);
        if (secret.isPresent()) {
            return new Named(name, !secret.get());
        }
        Token shown = name.shown();
        boolean known = records.isSecret(shown).orElse(false);
        return new Named(known ? shown : name, true);
    }

    /// Shows a token.
    ///
    /// @return empty when there is and was none
    /// @throws RegistryUnavailable when the keyspace does not answer
    public Optional<TokenView> view(Token token) throws RegistryUnavailable {
        return Views.of(Contents.read(token, asking), new Reports(asking).of(token), settings);
    }

    /// Calls back whenever there may be something new to show of a token, until that is closed. The callback must be
    /// short: it holds up everybody. It may be called though nothing has changed.
    public Following follow(Token token, Runnable changed) {
        return Following.begin(keyspace, token, changed);
    }

    /// What only the service's administrator may do.
    public Administration administration() {
        return new Administration(asking, settings);
    }

    /// What nodes told of their boots.
    public Reports reports() {
        return new Reports(asking);
    }

    /// Takes tokens out of service whose time is over, and forgets those that have been for long; see [Sweep].
    public Sweep sweep() {
        return new Sweep(asking, settings);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static CompletableFuture<Event> made(CompletionStage<Outcome> asked) {
        return asked.thenApply(outcome -> switch (outcome) {
                    case Event event -> event;
                    case Failure failure -> throw new CompletionException(Asking.unavailable(failure));
                    case AccessOutcome _, MembershipOutcome _ -> throw Asking.foreign();
                })
                .toCompletableFuture();
    }
}
