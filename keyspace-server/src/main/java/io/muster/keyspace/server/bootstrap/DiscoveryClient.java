package io.muster.keyspace.server.bootstrap;

import io.muster.keyspace.Event;
import io.muster.keyspace.wire.EventJson;
import io.muster.keyspace.wire.MalformedBytesException;
import io.muster.keyspace.wire.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Speaks with a discovery service, one request a call, and sorts its answers into [Answer]. Blocks until the answer is
/// there; an interrupt ends the call.
final class DiscoveryClient {
    private final HttpClient http;
    private final Duration patience;

    /// @param patience how long an answer other than an awaited event may take
    DiscoveryClient(HttpClient http, Duration patience) {
        this.http = http;
        this.patience = patience;
    }

    /// Reads a key.
    Answer get(URI uri) throws InterruptedException {
        return send(HttpRequest.newBuilder(uri).timeout(patience).build());
    }

    /// Waits for an event as long as it takes.
    Answer await(URI uri) throws InterruptedException {
        return send(HttpRequest.newBuilder(uri).build());
    }

    /// Writes a value. After [Answer.Broken] and [Answer.TimedOut] it may have been written all the same.
    Answer put(URI uri, String value) throws InterruptedException {
        return putForm(uri, "value=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /// As [#put(URI, String)], for a while.
    Answer put(URI uri, String value, Duration life) throws InterruptedException {
        return putForm(uri, "ttl=" + life.toSeconds() + "&value=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    private Answer putForm(URI uri, String form) throws InterruptedException {
        return send(HttpRequest.newBuilder(uri)
                .timeout(patience)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString(form))
                .build());
    }

    private Answer send(HttpRequest request) throws InterruptedException {
        HttpResponse<byte[]> response;
        try {
            response = http.send(request, BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException e) {
            return new Answer.TimedOut("no answer within " + patience.toMillis() + " ms");
        } catch (IOException e) {
            return new Answer.Broken(reason(e));
        }
        if (response.statusCode() >= 500) {
            return new Answer.Broken("it answered " + response.statusCode());
        }
        if (response.body().length == 0 && response.statusCode() < 300) {
            return new Answer.Broken("it ended its answer before the first byte");
        }
        return read(response);
    }

    private static Answer read(HttpResponse<byte[]> response) {
        try {
            return switch (EventJson.read(response.body())) {
                case Reply.Happened(Event event) -> new Answer.Done(event, index(response));
                case Reply.Refused refused -> new Answer.Denied(refused);
            };
        } catch (MalformedBytesException e) {
            return new Answer.Foreign("it answered " + response.statusCode() + " "
                    + response.headers().firstValue("Content-Type").orElse("without a type") + ", not in the protocol");
        }
    }

    private static long index(HttpResponse<byte[]> response) {
        return response.headers()
                .firstValue("X-Etcd-Index")
                .filter(index -> index.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    // The client's own exceptions often carry no message at all.
    private static String reason(IOException e) {
        if (e instanceof ConnectException && e.getCause() != null && hasCause(e, UnresolvedAddressException.class)) {
            return "no such host";
        }
        if (e.getMessage() != null) {
            return e.getMessage();
        }
        return e instanceof ConnectException ? "connection refused" : "the connection was closed without an answer";
    }

    private static boolean hasCause(Throwable e, Class<? extends Throwable> kind) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
