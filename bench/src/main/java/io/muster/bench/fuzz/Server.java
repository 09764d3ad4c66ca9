package io.muster.bench.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// One of the two servers, reached by HTTP.
///
/// @param base for instance `http://127.0.0.1:2379`
record Server(String name, String base) {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    /// Sends a request whose texts are filled in. The future fails when the server cannot be reached or does not
    // answer.
    CompletableFuture<Answer> send(Step.Request request) {
        return HTTP.sendAsync(http(request), BodyHandlers.ofString())
                .thenApply(reply -> Answer.of(reply.statusCode(), reply.headers(), reply.body()));
    }

    /// Opens a watch; completes as soon as its headers are there.
    CompletableFuture<OpenWatch> open(Step.Request request) {
        CompletableFuture<HttpResponse<InputStream>> reply =
                HTTP.sendAsync(http(request), BodyHandlers.ofInputStream());
        return reply.thenApply(OpenWatch::of);
    }

    /// The index of the store now.
    ///
    /// @throws IOException when the server does not say
    long index() throws IOException {
        Answer answer = Both.join(send(new Step.Request("GET", "/v2/keys/", "", "")));
        if (answer.index() == 0) {
            throw new IOException(base + " is no server of the v2 keyspace; it answered " + answer);
        }
        return answer.index();
    }

    private HttpRequest http(Step.Request request) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(base + request.target() + query))
                .timeout(LIMIT);
        if (request.form().isEmpty()) {
            return builder.method(request.method(), BodyPublishers.noBody()).build();
        }
        return builder.header("Content-Type", "application/x-www-form-urlencoded")
                .method(request.method(), BodyPublishers.ofString(request.form()))
                .build();
    }
}
