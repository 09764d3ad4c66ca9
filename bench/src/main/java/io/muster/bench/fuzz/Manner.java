package io.muster.bench.fuzz;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a request is put on the wire: what a client may do that means the same, or that makes the body mean nothing.
enum Manner {
    PLAIN(Manner.FORM),
    OLD_VERSION(Manner.FORM),
    CHUNKED(Manner.FORM),
    EXPECT_CONTINUE(Manner.FORM),
    TYPE_WITH_CHARSET(Manner.FORM + "; charset=utf-8"),
    TYPE_IN_CAPITALS("Application/X-WWW-Form-URLEncoded"),
    TYPE_WITH_BAD_PARAMETER(Manner.FORM + "; charset"),
    NO_TYPE(""),
    TYPE_WITHOUT_NAME("; charset=utf-8"),
    UNKNOWN_TYPE("nonsense"),
    PLAIN_TEXT("text/plain"),
    JSON("application/json"),
    MULTIPART("multipart/form-data; boundary=" + Manner.BOUNDARY),
    MULTIPART_WITHOUT_BOUNDARY("multipart/form-data");

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BOUNDARY = "frontier";

    private final String type;

    Manner(String type) {
        this.type = type;
    }

    /// The version in the request line.
    String version() {
        return this == OLD_VERSION ? "HTTP/1.0" : "HTTP/1.1";
    }

    /// The content type of the body; empty when it is not told.
    Optional<String> type() {
        return type.isEmpty() ? Optional.empty() : Optional.of(type);
    }

    /// The body that carries urlencoded fields.
    String body(String form) {
        return switch (this) {
            case MULTIPART, MULTIPART_WITHOUT_BOUNDARY ->
                Stream.of(form.split("&", -1)).map(Manner::part).collect(Collectors.joining()) + "--" + BOUNDARY
                        + "--\r\n";
            default -> form;
        };
    }

    private static String part(String field) {
        String[] words = field.split("=", 2);
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + words[0] + "\"\r\n\r\n"
                + (words.length == 2 ? words[1] : "") + "\r\n";
    }
}
