package io.muster.keyspace.server.proxy;

import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.http.RequestTarget;
import java.util.Arrays;

/// Which requests wait for one event.
final class LongPoll {
    private LongPoll() {}

    /// Not a stream, whose next event only its reader knows.
    static boolean is(String method, RequestTarget target) {
        String query = target.query();
        return method.equals("GET") && query != null && isOn("wait", query) && !isOn("stream", query);
    }

    private static boolean isOn(String name, String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(field -> field.startsWith(name + "="))
                .anyMatch(field -> Dialect.V2_3
                        .readSwitch(field.substring(name.length() + 1))
                        .orElse(false));
    }
}
