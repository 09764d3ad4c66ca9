package io.muster.discovery.registry;

import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import java.util.concurrent.CompletableFuture;

/// The keyspace for those who know a secret token by the name it is only read by.
///
/// @param all the keyspace for those who may register
record ReadersKeyspace(Keyspace all) implements Keyspace {
    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        return CompletableFuture.completedFuture(new Failure(
                ErrorCode.UNAUTHORIZED,
                "by this URL a token can only be read; nodes register by its other one",
                index()));
    }

    @Override
    public CompletableFuture<Outcome> get(Read read) {
        return all.get(read);
    }

    @Override
    public Watch watch(Follow follow, Watch.Listener listener) {
        return all.watch(follow, listener);
    }

    @Override
    public long index() {
        return all.index();
    }
}
