package io.muster.keyspace.server.bootstrap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A machine's way into a running cluster as in etcd 0.4: it asks the peers it knows of, one after the other and round
/// after round, for the cluster's configuration and machines, and then to be let in (`/join`). Source: the client of
/// etcd 0.4's peer server.
///
/// @param http for the peers
/// @param notice hears what becomes of it, one line a time
public record FirstJoin(HttpClient http, Pauser pauser, Consumer<String> notice) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final double SYNC_SECONDS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    /// What came of it.
    public sealed interface Result {
        /// The machine is a member.
        ///
        /// @param id its id
        record Member(long id, RunningCluster cluster) implements Result {}

        /// All places are taken.
        ///
        /// @param syncInterval how long to wait until it asks again
        record Standby(int activeSize, Duration syncInterval) implements Result {}

        /// Nobody let it in.
        ///
        /// @param reason in the original's words
        /// @param answers what each peer said last
        record Failed(String reason, Map<String, String> answers) implements Result {
            public Failed {
                answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
            }
        }
    }

    /// Who wants to join.
    public record Machine(String name, String peerUrl, String clientUrl) {}

    /// Asks until it is answered.
    ///
    /// @param peerUrls whom to ask
    /// @param pause between two rounds
    public Result join(Machine machine, List<String> peerUrls, int rounds, Duration pause) throws InterruptedException {
        Map<String, String> answers = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (String peer : peerUrls) {
                try {
                    return ask(machine, peer);
                } catch (IOException | IllegalArgumentException e) {
                    String answer = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                    answers.put(peer, answer);
                    notice.accept("cannot join to cluster via " + peer + ": " + answer);
                }
            }
            if (round < rounds) {
                pauser.pause(pause);
            }
        }
        return new Result.Failed("fail joining the cluster via given peers after " + rounds + " retries", answers);
    }

    private Result ask(Machine machine, String peer) throws IOException, InterruptedException {
        JsonNode machines = read(get(peer + "/v2/admin/machines"));
        JsonNode config = read(get(peer + "/v2/admin/config"));
        int activeSize = config.path("activeSize").asInt();
        boolean known = false;
        for (JsonNode each : machines) {
            known |= each.path("name").asText().equals(machine.name());
        }
        if (!known && machines.size() >= activeSize) {
            return new Result.Standby(
                    activeSize,
                    Duration.ofMillis(
                            Math.round(1_000 * config.path("syncInterval").asDouble(SYNC_SECONDS))));
        }
        notice.accept("Send Join Request to " + peer + "/join");
        String request = JSON.createObjectNode()
                .put("name", machine.name())
                .put("raftURL", machine.peerUrl())
                .put("etcdURL", machine.clientUrl())
                .toString();
        JsonNode answer = read(http.send(
                HttpRequest.newBuilder(URI.create(peer + "/join"))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .method("POST", BodyPublishers.ofString(request))
                        .build(),
                BodyHandlers.ofString()));
        long id = Long.parseUnsignedLong(answer.path("id").asText(), 16);
        RunningCluster cluster = RunningCluster.ask(http, List.of(peer), notice)
                .orElseThrow(() -> new IOException("it let this machine in and did not tell of the members"));
        if (cluster.member(id).isEmpty()) {
            throw new IOException("it let this machine in as " + Long.toHexString(id) + " and does not know of it");
        }
        return new Result.Member(id, cluster);
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(), BodyHandlers.ofString());
    }

    private static JsonNode read(HttpResponse<String> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("it answered " + response.statusCode() + " "
                    + response.body().strip());
        }
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IOException("it did not answer in JSON", e);
        }
    }
}
