package io.muster.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.agent.datasource.FetchFailed;
import io.muster.agent.datasource.HttpFetch;
import io.muster.agent.datasource.Json;
import io.muster.agent.datasource.Retries;
import java.time.Duration;
import java.util.Optional;

/// The page of a token at a discovery service of ours, where each member's boot is told under what it registered as:
/// `PUT TOKEN/_report/ID`. Other services have no such place.
///
/// @param pause between two looks for the registration
record DiscoveryPage(HttpFetch http, Duration pause) {
    private static final int MAX_BYTES = 16 << 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// As [#send] with a client of its own.
    static String tell(SavedReport report, Duration patience) throws InterruptedException {
        try (HttpFetch http = new HttpFetch(Retries.ORIGINAL)) {
            return new DiscoveryPage(http, PAUSE).send(report, patience);
        }
    }

    /// Sends a report once its member is registered.
    ///
    /// @param patience how long to wait for that
    /// @return what came of it, for people; never a failure
    String send(SavedReport report, Duration patience) throws InterruptedException {
        String url = report.discovery();
        String name = report.member();
        if (url == null || name == null || !url.matches("https?://.+")) {
            return "this machine registers nowhere, so its report is not sent";
        }
        String token = url.replaceFirst("/+$", "");
        long end = System.nanoTime() + patience.toNanos();
        String last;
        do {
            try {
                Optional<String> id = registration(token, name);
                if (id.isPresent()) {
                    return http.put(token + "/_report/" + id.get(), report.publicText(MAX_BYTES))
                            ? "report sent to " + token
                            : token + " takes no reports";
                }
                last = name + " has not registered";
            } catch (FetchFailed e) {
                last = String.valueOf(e.getMessage());
            }
            Thread.sleep(pause);
        } while (System.nanoTime() < end);
        return "report not sent to %s: %s".formatted(token, last);
    }

    private Optional<String> registration(String token, String name) throws FetchFailed, InterruptedException {
        String text = http.text(token);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (JsonNode node : Json.object(text, token).path("node").path("nodes")) {
            if (node.path("value").asText().startsWith(name + "=")) {
                String key = node.path("key").asText();
                return Optional.of(key.substring(key.lastIndexOf('/') + 1));
            }
        }
        return Optional.empty();
    }
}
