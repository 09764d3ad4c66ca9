package io.muster.keyspace.server.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.muster.keyspace.Key;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How etcd 0.4 was told to look after its machines, as it kept that under `/_etcd/config`. What is not told has its
/// default, what is too small the least that it took.
///
/// @param activeSize how many machines may take part
/// @param removeDelay seconds that a machine may be silent before it is removed
/// @param syncInterval seconds between two looks of a standby at the cluster
public record FirstConfig(int activeSize, double removeDelay, double syncInterval) {
    public static final Key KEY = Key.of("/_etcd/config");

    private static final int ACTIVE_SIZE_MIN = 3;
    private static final double REMOVE_DELAY_MIN = 2;
    private static final double SYNC_INTERVAL_MIN = 1;
    /// What nobody said otherwise.
    public static final FirstConfig DEFAULT = new FirstConfig(9, 1800, 5);
    private static final ObjectMapper JSON = new ObjectMapper();

    public FirstConfig {
        activeSize = Math.max(ACTIVE_SIZE_MIN, activeSize);
        removeDelay = Math.max(REMOVE_DELAY_MIN, removeDelay);
        syncInterval = Math.max(SYNC_INTERVAL_MIN, syncInterval);
    }

    /// Reads what is kept, which may be anything: users can write there.
    public static FirstConfig kept(@Nullable String value) {
        return value == null ? DEFAULT : parse(value).orElse(DEFAULT);
    }

    /// Reads a JSON object; empty when it is none.
    static Optional<FirstConfig> parse(String text) {
        try {
            JsonNode told = JSON.readTree(text);
            return told != null && told.isObject()
                    ? Optional.of(new FirstConfig(
                            told.path("activeSize").asInt(DEFAULT.activeSize),
                            told.path("removeDelay").asDouble(DEFAULT.removeDelay),
                            told.path("syncInterval").asDouble(DEFAULT.syncInterval)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// As it is kept and shown: whole seconds have no fraction.
    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode().put("activeSize", activeSize);
        put(json, "removeDelay", removeDelay);
        put(json, "syncInterval", syncInterval);
        return json;
    }

    /// The value of [#KEY].
    public String text() {
        return json().toString();
    }

    /// How long a machine may be silent.
    public Duration patience() {
        return Duration.ofMillis(Math.round(removeDelay * 1000));
    }

    private static void put(ObjectNode json, String name, double value) {
        if (value == Math.rint(value)) {
            json.put(name, (long) value);
        } else {
            json.put(name, value);
        }
    }
}
