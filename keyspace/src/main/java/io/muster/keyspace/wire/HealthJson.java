package io.muster.keyspace.wire;

import java.util.ArrayList;
import java.util.List;

/// The body of `/health`.
public final class HealthJson {
    private HealthJson() {}

    /// Whether the member says it is healthy; some versions say so in a string, some in a boolean.
    ///
    /// @throws MalformedBytesException when it is no statement of health
    public static boolean read(byte[] body) {
        List<String> found = new ArrayList<>();
        Json.readObject("health", body, (json, name) -> {
            if (name.equals("health")) {
                found.add(Json.string(json));
            } else {
                json.skipChildren();
            }
        });
        if (found.isEmpty()) {
            throw new MalformedBytesException("health is not told");
        }
        return found.getFirst().equals("true");
    }
}
