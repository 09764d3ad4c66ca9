package io.muster.agent.datasource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Fetches over HTTP with patience, as coreos-cloudinit does: 2xx is the answer, 4xx means there is none, anything else
/// and a failing network are tried again.
public final class HttpFetch implements AutoCloseable {
    /// As much as a file of user-data may have.
    private static final int MAX_BYTES = 16 << 20;

    private final Connections connections;
    private final Retries retries;
    private final Map<String, String> headers;

    public HttpFetch(Retries retries) {
        this(new Connections(retries.timeout()), retries, Map.of());
    }

    private HttpFetch(Connections connections, Retries retries, Map<String, String> headers) {
        this.connections = connections;
        this.retries = retries;
        this.headers = Map.copyOf(headers);
    }

    /// A client that is only made when something is fetched: to set up TLS takes longer than most commands do.
    private static final class Connections implements AutoCloseable {
        private final Duration timeout;
        private @Nullable HttpClient client;

        Connections(Duration timeout) {
            this.timeout = timeout;
        }

        synchronized HttpClient client() {
            if (client == null) {
                client = HttpClient.newBuilder()
                        .connectTimeout(timeout)
                        .followRedirects(Redirect.NORMAL)
                        .build();
            }
            return client;
        }

        @Override
        public synchronized void close() {
            if (client != null) {
                client.close();
            }
        }
    }

    /// The same client, sending one more header. Closing either closes both.
    HttpFetch with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new HttpFetch(connections, retries, all);
    }

    /// Whether something answers there with 2xx; asked once.
    boolean answers(String url) throws InterruptedException {
        try {
            return once(request(url).GET().build()) instanceof Answer.Found;
        } catch (FetchFailed e) {
            return false;
        }
    }

    /// What lies at an address; empty when the server says that nothing does.
    Optional<byte[]> get(String url) throws FetchFailed, InterruptedException {
        HttpRequest request = request(url).GET().build();
        Duration pause = retries.first();
        String last = "";
        for (int attempt = 1; attempt <= retries.tries(); attempt++) {
            switch (once(request)) {
                case Answer.Found found -> {
                    return Optional.of(found.body());
                }
                case Answer.Absent absent -> {
                    return Optional.empty();
                }
                case Answer.Failed failed -> last = failed.why();
            }
            if (attempt < retries.tries()) {
                Thread.sleep(pause);
                pause = retries.after(pause);
            }
        }
        throw new FetchFailed("%s: %s, %d times in a row".formatted(url, last, retries.tries()));
    }

    /// What lies there as text, "" when there is nothing.
    public String text(String url) throws FetchFailed, InterruptedException {
        return get(url).map(body -> new String(body, StandardCharsets.UTF_8)).orElse("");
    }

    /// The answer to an empty PUT; empty for every answer but 2xx and when there is none. Asked once.
    Optional<String> put(String url, String header, String value) throws FetchFailed, InterruptedException {
        HttpRequest request =
                request(url).header(header, value).PUT(BodyPublishers.noBody()).build();
        return once(request) instanceof Answer.Found found
                ? Optional.of(new String(found.body(), StandardCharsets.UTF_8).strip())
                : Optional.empty();
    }

    /// Puts a text somewhere; whether the server took it. Asked once.
    public boolean put(String url, String text) throws FetchFailed, InterruptedException {
        HttpRequest request = request(url)
                .header("Content-Type", "text/plain; charset=utf-8")
                .PUT(BodyPublishers.ofString(text))
                .build();
        return once(request) instanceof Answer.Found;
    }

    private HttpRequest.Builder request(String url) throws FetchFailed {
        if (!url.matches("(?i)https?://[^/\\s].*")) {
            throw new FetchFailed(
                    "'%s' is no address to fetch from; it must begin with http:// or https://".formatted(url));
        }
        try {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(retries.timeout());
            headers.forEach(request::header);
            return request;
        } catch (IllegalArgumentException e) {
            throw new FetchFailed("'%s' is no address to fetch from: %s".formatted(url, e.getMessage()), e);
        }
    }

    private Answer once(HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<InputStream> response = connections.client().send(request, BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                int status = response.statusCode();
                if (status / 100 == 4) {
                    return new Answer.Absent();
                }
                if (status / 100 != 2) {
                    return new Answer.Failed("answered " + status);
                }
                byte[] body = in.readNBytes(MAX_BYTES + 1);
                return body.length > MAX_BYTES ? new Answer.Failed("sent more than 16 MB") : new Answer.Found(body);
            }
        } catch (IOException e) {
            return new Answer.Failed(e.getMessage() == null ? "unreachable" : e.getMessage());
        }
    }

    private sealed interface Answer {
        @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
        record Found(byte[] body) implements Answer {}

        record Absent() implements Answer {}

        record Failed(String why) implements Answer {}
    }

    @Override
    public void close() {
        connections.close();
    }
}
