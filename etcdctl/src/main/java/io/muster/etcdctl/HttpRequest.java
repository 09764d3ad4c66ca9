package io.muster.etcdctl;

import java.nio.charset.StandardCharsets;

/// One request to the API, whichever member it goes to.
///
/// @param target path and query
/// @param contentType empty when there is no body
/// @param body percent-encoded or JSON
/// @param shownBody the body as `--debug` may show it
/// @param held whether the answer may take forever, as a watch's
record HttpRequest(String method, String target, String contentType, String body, String shownBody, boolean held) {
    static HttpRequest get(String target) {
        return new HttpRequest("GET", target, "", "", "", false);
    }

    /// A read that is answered when something happens.
    static HttpRequest hold(String target) {
        return new HttpRequest("GET", target, "", "", "", true);
    }

    static HttpRequest delete(String target) {
        return new HttpRequest("DELETE", target, "", "", "", false);
    }

    static HttpRequest form(String method, String target, String form) {
        return new HttpRequest(method, target, "application/x-www-form-urlencoded", form, form, false);
    }

    static HttpRequest json(String method, String target, byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        return new HttpRequest(method, target, "application/json", text, text, false);
    }

    /// A change that is told by its path alone.
    static HttpRequest put(String target) {
        return new HttpRequest("PUT", target, "", "", "", false);
    }

    /// The same request, with another text to be shown for a body that holds a secret.
    HttpRequest showing(String text) {
        return new HttpRequest(method, target, contentType, body, text, held);
    }

    /// The same request for another path and query.
    HttpRequest to(String otherTarget) {
        return new HttpRequest(method, otherTarget, contentType, body, shownBody, held);
    }

    /// Whether its method is one of those whose body has a length, be it none.
    boolean mayHaveBody() {
        return method.equals("PUT") || method.equals("POST");
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
                : line + " -d \"" + shownBody.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
