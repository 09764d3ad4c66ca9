package io.muster.discovery.registry;

import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// The keyspace as the clients of the service may use it: reads are answered by it as they are, changes go by the
/// [Registrar], and a wait below a token loses nothing, however much happens to others.
final class TokenKeyspace implements Keyspace {
    private final Keyspace keyspace;
    private final Registrar registrar;
    private final Executor threads;
    private final boolean mayLag;

    /// @param threads may be made to wait
    /// @param mayLag whether the keyspace may not have heard yet what another server of it has confirmed
    TokenKeyspace(Keyspace keyspace, Registrar registrar, Executor threads, boolean mayLag) {
        this.keyspace = keyspace;
        this.registrar = registrar;
        this.threads = threads;
        this.mayLag = mayLag;
    }

    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        Optional<Asked> asked = Asked.of(command);
        Optional<Token> token = asked.flatMap(change -> Token.of(change.key()));
        return token.isEmpty()
                ? CompletableFuture.completedFuture(
                        new Failure(ErrorCode.INVALID_FIELD, "no token can have this name", keyspace.index()))
                : CompletableFuture.supplyAsync(() -> carryOut(command, asked.get(), token.get()), threads);
    }

    /// A node gives up when it is told that there is no such token; nobody is told so on hearsay.
    @Override
    public CompletableFuture<Outcome> get(Read read) {
        CompletableFuture<Outcome> known = keyspace.get(read);
        if (!mayLag || read.consistency() == Read.Consistency.LINEARIZABLE) {
            return known;
        }
        return known.thenCompose(outcome -> outcome instanceof Failure failure
                        && failure.code() == ErrorCode.KEY_NOT_FOUND
                ? keyspace.get(new Read(read.key(), read.recursive(), read.sorted(), Read.Consistency.LINEARIZABLE))
                : CompletableFuture.completedFuture(outcome));
    }

    @Override
    public Watch watch(Follow follow, Watch.Listener listener) {
        return new TokenWatch(keyspace, follow, listener).begin();
    }

    @Override
    public long index() {
        return keyspace.index();
    }

    private Outcome carryOut(Command command, Asked asked, Token token) {
        try {
            return registrar.carryOut(command, asked, token);
        } catch (RegistryUnavailable e) {
            return new Failure(ErrorCode.RAFT_INTERNAL, String.valueOf(e.getMessage()), 0);
        }
    }
}
