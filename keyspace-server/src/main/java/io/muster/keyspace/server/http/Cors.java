package io.muster.keyspace.server.http;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// Tells browsers which pages may use the member. Source: `--cors` of etcd 2.3.
///
/// @param origins such as `http://host:8080`; `*` for all of them, none for silence
public record Cors(List<String> origins) {
    public void allow(Request request, Response response) {
        if (origins.isEmpty()) {
            return;
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origins.contains("*")) {
            allow("*", response);
        } else if (origin != null && origins.contains(origin)) {
            allow(origin, response);
        }
    }

    private static void allow(String origin, Response response) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Access-Control-Allow-Methods", "POST, GET, OPTIONS, PUT, DELETE");
        headers.put("Access-Control-Allow-Origin", origin);
        headers.put("Access-Control-Allow-Headers", "accept, content-type, authorization");
    }
}
