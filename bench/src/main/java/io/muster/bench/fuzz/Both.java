package io.muster.bench.fuzz;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/// The same thing asked of both servers at the same time, or answered by both.
record Both<T>(T ours, T reference) {
    static <T> Both<T> of(Both<Server> servers, Function<Server, CompletableFuture<T>> ask) throws IOException {
        CompletableFuture<T> ours = ask.apply(servers.ours());
        CompletableFuture<T> reference = ask.apply(servers.reference());
        return new Both<>(join(ours), join(reference));
    }

    <R> Both<R> map(Function<T, R> what) {
        return new Both<>(what.apply(ours), what.apply(reference));
    }

    static <T> T join(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw new IOException("a server did not answer: " + e.getCause(), e);
        }
    }
}
