package io.muster.keyspace.server.proxy;

import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.http.RequestTarget;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// The query of a long poll, as far as another member needs to know it to go on with it.
///
/// @param target path and query as the client sent them
/// @param since whether the client said from which index on
record WatchRequest(String target, boolean since) {
    /// Empty when it is no long poll: anything else, and also a stream, whose next event only its reader knows.
    static Optional<WatchRequest> of(String method, RequestTarget target) {
        String query = target.query();
        if (!method.equals("GET") || query == null || !isOn("wait", query) || isOn("stream", query)) {
            return Optional.empty();
        }
        return Optional.of(new WatchRequest(target.path() + "?" + query, has("waitIndex=", query)));
    }

    /// What to ask another member for, so that no event is missed.
    ///
    /// @param startIndex the index that the first member named as its own
    String after(long startIndex) {
        return since ? target : target + "&waitIndex=" + (startIndex + 1);
    }

    private static boolean isOn(String name, String query) {
        return fields(query).filter(field -> field.startsWith(name + "=")).anyMatch(field -> Dialect.V2_3
                .readSwitch(field.substring(name.length() + 1))
                .orElse(false));
    }

    private static boolean has(String start, String query) {
        return fields(query).anyMatch(field -> field.startsWith(start) && field.length() > start.length());
    }

    private static Stream<String> fields(String query) {
        return Arrays.stream(query.split("&", -1));
    }
}
