package io.muster.keyspace.server.http;

import io.muster.keyspace.server.http.FormText.MalformedEscape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields of a request: those of its body, then those of its query; of several values the first counts.
///
/// A malformed field does not stop the others from being read, but the form remembers it. Names are case sensitive.
public final class Form {
    private final Map<String, String> first = new HashMap<>();
    private @Nullable String fault;

    private Form() {}

    /// Reads the fields.
    ///
    /// @param query without its question mark; null when there is none
    public static Form of(FormBody body, @Nullable String query) {
        Form form = new Form();
        form.fault = body.fault().orElse(null);
        form.read(body.fields());
        if (query != null) {
            form.read(query);
        }
        return form;
    }

    /// What is wrong with the encoding, in the original's words; the body's fault before the query's.
    Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    boolean has(String name) {
        return first.containsKey(name);
    }

    /// The first value of that name; empty when there is none.
    public String value(String name) {
        return first.getOrDefault(name, "");
    }

    private void read(String text) {
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('&', start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                readField(text.substring(start, end));
            }
            start = end + 1;
        }
    }

    private void readField(String field) {
        int equals = field.indexOf('=');
        try {
            String name = FormText.decodeField(equals < 0 ? field : field.substring(0, equals));
            first.putIfAbsent(name, equals < 0 ? "" : FormText.decodeField(field.substring(equals + 1)));
        } catch (MalformedEscape e) {
            if (fault == null) {
                fault = e.getMessage();
            }
        }
    }
}
