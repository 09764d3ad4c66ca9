package io.muster.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Asks one member for one operation and says what is known of its effect. Empty means that it surely had none: it
/// could not be sent, or it was a read without an answer.
///
/// @param base the member's URL for clients
/// @param staleReads whether reads are local, which is the planted bug that a run must find
record KeyClient(HttpClient http, String base, boolean staleReads) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEY_NOT_FOUND = 100;
    private static final int COMPARE_FAILED = 101;

    Optional<Effect> get(String key) throws InterruptedException {
        return ask(request(key, staleReads ? "" : "?quorum=true").GET(), Optional.empty());
    }

    Optional<Effect> set(String key, String value) throws InterruptedException {
        return ask(put(key, "", "value=" + value), Optional.of(new Effect.MaybeSet(value)));
    }

    Optional<Effect> swap(String key, String expected, String value) throws InterruptedException {
        return ask(
                put(key, "?prevValue=" + expected, "value=" + value),
                Optional.of(new Effect.MaybeSwap(expected, value)));
    }

    Optional<Effect> delete(String key) throws InterruptedException {
        return ask(request(key, "").DELETE(), Optional.of(new Effect.MaybeDelete()));
    }

    /// Sets a key that expires; nobody checks it but the watches.
    void setExpiring(String key, int seconds) throws InterruptedException {
        ask(put(key, "", "value=x&ttl=" + seconds), Optional.empty());
    }

    private HttpRequest.Builder put(String key, String query, String form) {
        return request(key, query)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString(form));
    }

    private HttpRequest.Builder request(String key, String query) {
        return HttpRequest.newBuilder(URI.create(base + "/v2/keys" + key + query))
                .timeout(PATIENCE);
    }

    private Optional<Effect> ask(HttpRequest.Builder request, Optional<Effect> unanswered) throws InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            return unanswered;
        }
        JsonNode body;
        try {
            body = JSON.readTree(response.body());
        } catch (IOException e) {
            return unanswered;
        }
        if (response.statusCode() == 200 || response.statusCode() == 201) {
            return Optional.of(done(body));
        }
        return switch (body.path("errorCode").asInt()) {
            case KEY_NOT_FOUND -> Optional.of(new Effect.Known(null, null, 0));
            case COMPARE_FAILED -> {
                String found = foundInstead(body.path("cause").asText());
                yield Optional.of(new Effect.Known(found, found, 0));
            }
            default -> unanswered;
        };
    }

    private static Effect done(JsonNode body) {
        String value = body.path("node").path("value").textValue();
        String before = body.path("prevNode").path("value").textValue();
        long index = body.path("node").path("modifiedIndex").asLong();
        return switch (body.path("action").asText()) {
            case "get" -> new Effect.Known(value, value, 0);
            case "delete" -> new Effect.Known(before, null, index);
            default -> new Effect.Known(before, value, index);
        };
    }

    // The cause reads "[expected != found]".
    private static @Nullable String foundInstead(String cause) {
        int at = cause.indexOf(" != ");
        if (at < 0) {
            throw new IllegalStateException("a failed comparison that does not say what it found: " + cause);
        }
        return cause.substring(at + " != ".length(), cause.length() - 1);
    }
}
