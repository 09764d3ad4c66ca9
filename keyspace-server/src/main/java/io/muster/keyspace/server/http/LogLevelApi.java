package io.muster.keyspace.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import io.muster.keyspace.server.LogLevel;
import java.io.IOException;
import java.util.Optional;

/// How much the process logs, to be changed while it runs: `/config/local/log`. Source: `admin_guide.md` of etcd 2.3.
final class LogLevelApi {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LogLevelApi() {}

    static void addTo(Routes routes) {
        routes.serve("/config/local/log", "PUT", LogLevelApi::change);
    }

    private static void change(Context context) {
        Optional<String> asked = read(context.bodyAsBytes());
        if (asked.isEmpty()) {
            Routes.message(context, 400, "Invalid json body");
            return;
        }
        Optional<LogLevel> level = LogLevel.named(asked.get());
        if (level.isEmpty()) {
            Routes.message(context, 400, "Invalid log level " + asked.get());
            return;
        }
        level.get().apply();
        context.status(204).res().setContentType(null);
    }

    /// The level that is asked for, empty text when none is; nothing when the body makes no sense. As the original,
    /// this reads one value and does not look at what follows it.
    private static Optional<String> read(byte[] body) {
        JsonNode asked;
        try {
            asked = JSON.readTree(body);
        } catch (IOException e) {
            return Optional.empty();
        }
        if (!asked.isObject()) {
            return asked.isNull() ? Optional.of("") : Optional.empty();
        }
        String level = "";
        for (var field : asked.properties()) {
            if (field.getKey().equalsIgnoreCase("level")) {
                if (!field.getValue().isTextual()) {
                    return Optional.empty();
                }
                level = field.getValue().textValue();
            }
        }
        return Optional.of(level);
    }
}
