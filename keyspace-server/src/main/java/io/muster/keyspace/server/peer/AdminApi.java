package io.muster.keyspace.server.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.membership.MemberVerdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What etcd 0.4 served administrators on its peer port: `/v2/admin/config` and `/v2/admin/machines`. Source: the
/// handlers of etcd 0.4. The configuration is the key `/_etcd/config`; machines are the members, known by name.
final class AdminApi {
    static final String PREFIX = "/v2/admin/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterDoor door;

    AdminApi(ClusterDoor door) {
        this.door = door;
    }

    /// @param json null for an empty body
    record Answer(int status, @Nullable JsonNode json) {
        static Answer ok(JsonNode json) {
            return new Answer(200, json);
        }

        static Answer failed(int status, String message) {
            return new Answer(status, JSON.createObjectNode().put("message", message));
        }
    }

    /// @param path what follows [#PREFIX]
    CompletableFuture<Answer> answer(String method, String path, byte[] body) {
        return switch (method + " " + (path.startsWith("machines/") ? "machines/" : path)) {
            case "GET config" -> CompletableFuture.completedFuture(Answer.ok(config()));
            case "PUT config" -> configure(body);
            case "GET machines" -> CompletableFuture.completedFuture(Answer.ok(machines()));
            case "GET machines/" -> CompletableFuture.completedFuture(machine(name(path)));
            case "DELETE machines/" -> remove(name(path));
            default -> CompletableFuture.completedFuture(Answer.failed(404, "Not found"));
        };
    }

    private JsonNode config() {
        Outcome outcome = door.keyspace()
                .get(new Read(FirstConfig.KEY, false, false, Read.Consistency.LOCAL))
                .join();
        String kept = outcome instanceof Event event ? event.node().value() : null;
        return FirstConfig.kept(kept).json();
    }

    // What is not told has the default, whatever it was before: so the original does.
    private CompletableFuture<Answer> configure(byte[] body) {
        Optional<FirstConfig> told = FirstConfig.parse(new String(body, StandardCharsets.UTF_8));
        if (told.isEmpty()) {
            return CompletableFuture.completedFuture(Answer.failed(400, "the body is no JSON object"));
        }
        JsonNode config = told.get().json();
        return door.keyspace()
                .submit(new Command.Set(FirstConfig.KEY, false, config.toString(), null, false))
                .thenApply(outcome -> outcome instanceof Event
                        ? Answer.ok(config)
                        : Answer.failed(500, "the cluster did not take it: " + outcome));
    }

    private ArrayNode machines() {
        ArrayNode machines = JSON.createArrayNode();
        named().forEach(member -> machines.add(shown(member)));
        return machines;
    }

    private Answer machine(String name) {
        return find(name).map(member -> Answer.ok(shown(member))).orElseGet(() -> Answer.ok(JSON.nullNode()));
    }

    private CompletableFuture<Answer> remove(String name) {
        Optional<MemberInfo> member = find(name);
        if (member.isEmpty()) {
            return CompletableFuture.completedFuture(Answer.failed(404, "there is no machine '" + name + "'"));
        }
        return door.change(new MemberChange.Remove(member.get().id()))
                .thenApply(outcome ->
                        outcome instanceof MembershipOutcome decided && decided.verdict() == MemberVerdict.DONE
                                ? new Answer(200, null)
                                : Answer.failed(500, "machine '" + name + "' was not removed: " + outcome));
    }

    private ObjectNode shown(MemberInfo member) {
        return JSON.createObjectNode()
                .put("name", member.name())
                .put("state", member.id() == door.leaderId() ? "leader" : "follower")
                .put("clientURL", first(member.clientUrls()))
                .put("peerURL", first(member.peerUrls()));
    }

    private Optional<MemberInfo> find(String name) {
        return named().stream().filter(member -> member.name().equals(name)).findFirst();
    }

    private List<MemberInfo> named() {
        return door.members().stream()
                .filter(member -> !member.name().isEmpty())
                .toList();
    }

    private static String first(List<String> urls) {
        return urls.isEmpty() ? "" : urls.getFirst();
    }

    private static String name(String path) {
        return path.substring("machines/".length());
    }
}
