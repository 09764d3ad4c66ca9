package io.muster.etcdctl;

import java.nio.charset.StandardCharsets;

/// One request to the API, whichever member it goes to.
///
/// @param target path and query
/// @param contentType empty when there is no body
/// @param body percent-encoded or JSON
/// @param held whether the answer may take forever, as a watch's
record HttpRequest(String method, String target, String contentType, String body, boolean held) {
    static HttpRequest get(String target) {
        return new HttpRequest("GET", target, "", "", false);
    }

    /// A read that is answered when something happens.
    static HttpRequest hold(String target) {
        return new HttpRequest("GET", target, "", "", true);
    }

    static HttpRequest delete(String target) {
        return new HttpRequest("DELETE", target, "", "", false);
    }

    static HttpRequest form(String method, String target, String form) {
        return new HttpRequest(method, target, "application/x-www-form-urlencoded", form, false);
    }

    static HttpRequest json(String method, String target, byte[] json) {
        return new HttpRequest(method, target, "application/json", new String(json, StandardCharsets.UTF_8), false);
    }

    /// The same request for another path and query.
    HttpRequest to(String otherTarget) {
        return new HttpRequest(method, otherTarget, contentType, body, held);
    }

    /// Whether it can be sent again when nobody knows what became of it.
    boolean isRepeatable() {
        return method.equals("GET");
    }

    /// A command line for curl that does the same, as `--debug` shows it.
    String asCurl(Endpoint endpoint) {
        String line = "curl -X " + method + " " + endpoint.url() + target;
        return contentType.isEmpty()
                ? line
                : line + " -d \"" + body.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
