package io.muster.keyspace.server.http;

import io.muster.keyspace.wire.Utf8;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The body of a request as far as it is a form.
///
/// @param fields urlencoded; empty when the body is anything else
/// @param fault what is wrong with its content type, in the original's words
public record FormBody(String fields, Optional<String> fault) {
    /// No form at all.
    public static final FormBody NONE = new FormBody("", Optional.empty());

    private static final String FORM = "application/x-www-form-urlencoded";

    /// Bodies of other types, multipart included, and without a type count as empty.
    public static FormBody of(@Nullable String contentType, byte[] body) {
        if (contentType == null || contentType.isEmpty()) {
            return NONE;
        }
        MediaType media = MediaType.parse(contentType);
        return new FormBody(media.type().equals(FORM) ? Utf8.decode(body) : "", media.fault());
    }
}
