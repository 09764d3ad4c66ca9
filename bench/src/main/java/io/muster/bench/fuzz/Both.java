package io.muster.bench.fuzz;

import java.io.IOException;
import java.util.function.Function;

/// The same thing on both servers, or answered by both.
record Both<T>(T ours, T reference) {
    /// Asks both at the same time.
    static Both<Answer> ask(Both<Server> servers, Step.Request request) throws IOException {
        Server.Pending ours = servers.ours().begin(request);
        Server.Pending reference = servers.reference().begin(request);
        return new Both<>(ours.answer(), reference.answer());
    }

    <R> Both<R> map(Function<T, R> what) {
        return new Both<>(what.apply(ours), what.apply(reference));
    }
}
