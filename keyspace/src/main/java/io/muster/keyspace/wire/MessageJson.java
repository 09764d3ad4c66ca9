package io.muster.keyspace.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The body of a refusal outside `/v2/keys`: `{"message":"..."}`, without a newline.
public final class MessageJson {
    private MessageJson() {}

    public static byte[] write(String message) {
        return new JsonWriter().open().member("message", message).close().toByteArray();
    }

    /// The message; empty when the body holds none, as from something that is no etcd.
    public static Optional<String> read(byte[] body) {
        List<String> found = new ArrayList<>();
        try {
            Json.readObject("refusal", body, (json, name) -> {
                if (name.equals("message")) {
                    found.add(Json.string(json));
                } else {
                    json.skipChildren();
                }
            });
        } catch (MalformedBytesException e) {
            return Optional.empty();
        }
        return found.stream().findFirst();
    }
}
