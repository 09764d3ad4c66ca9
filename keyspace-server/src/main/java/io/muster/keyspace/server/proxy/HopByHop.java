package io.muster.keyspace.server.proxy;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/// Which headers a proxy passes on: all but those that concern one connection only (RFC 9110, 7.6.1).
final class HopByHop {
    private static final Set<String> NAMES = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "trailers",
            "transfer-encoding",
            "upgrade");

    private HopByHop() {}

    /// Copies what may pass; it takes the place of what has the same name.
    static void copy(HttpFields from, HttpFields.Mutable to) {
        Set<String> passing = new HashSet<>();
        Set<String> named = new HashSet<>(from.getCSV("Connection", false).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList());
        for (HttpField field : from) {
            String name = field.getLowerCaseName();
            if (NAMES.contains(name) || named.contains(name)) {
                continue;
            }
            if (passing.add(name)) {
                to.put(field);
            } else {
                to.add(field);
            }
        }
    }
}
