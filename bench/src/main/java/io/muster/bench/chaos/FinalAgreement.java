package io.muster.bench.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.bench.Eventually;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What all members hold in the end, read from each one's own tree: it must be one thing. It is also the last read of
/// every key.
final class FinalAgreement {
    private static final int FINAL_READER = -1;

    private FinalAgreement() {}

    /// Waits until all members hold the same and adds that to the history.
    ///
    /// @return the highest index in it
    /// @throws IllegalStateException when they do not come to agree
    static long reach(Arena arena, History history) {
        long invoked = System.nanoTime();
        List<JsonNode> dumps = Eventually.await(
                "all members to hold the same",
                Arena.RECOVERY_LIMIT,
                () -> dumps(arena),
                all -> all.stream().distinct().count() == 1);
        long returned = System.nanoTime();
        JsonNode dump = dumps.getFirst();
        for (int i = 0; i < Load.KEYS; i++) {
            String key = Load.key(i);
            String value = null;
            for (JsonNode node : dump.path("nodes")) {
                if (node.path("key").asText().equals(key)) {
                    value = node.path("value").textValue();
                }
            }
            history.add(new Operation(FINAL_READER, key, invoked, returned, new Effect.Known(value, value, 0)));
        }
        return dump.findValues("modifiedIndex").stream()
                .mapToLong(JsonNode::asLong)
                .max()
                .orElse(0);
    }

    private static List<JsonNode> dumps(Arena arena) throws IOException {
        // a linearizable read first, so that the local one that follows is not of yesterday
        for (ArenaMember member : arena.members()) {
            member.client().get("/v2/keys" + Load.FOLDER + "?quorum=true");
        }
        List<JsonNode> dumps = new ArrayList<>();
        for (ArenaMember member : arena.members()) {
            JsonNode dump = member.client()
                    .get("/v2/keys" + Load.FOLDER + "?recursive=true&sorted=true")
                    .json()
                    .path("node");
            dump.findParents("ttl").forEach(node -> ((ObjectNode) node).remove("ttl"));
            dumps.add(dump);
        }
        return dumps;
    }
}
