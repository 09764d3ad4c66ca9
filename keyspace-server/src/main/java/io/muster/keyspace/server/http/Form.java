package io.muster.keyspace.server.http;

import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.http.FormText.MalformedEscape;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fields of a request: those of its body, then those of its query; of several values the first counts.
///
/// A malformed field does not stop the others from being read, but the form remembers it. Names are case sensitive.
public final class Form {
    private static final String SEMICOLON = "invalid semicolon separator in query";

    private final Map<String, String> first = new HashMap<>();
    private final Dialect dialect;
    private @Nullable String fault;

    private Form(Dialect dialect) {
        this.dialect = dialect;
    }

    /// Reads the fields.
    ///
    /// @param query without its question mark; null when there is none
    public static Form of(FormBody body, @Nullable String query, Dialect dialect) {
        Form form = new Form(dialect);
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
        String found = null;
        for (int start = 0; start < text.length(); ) {
            int end = endOfField(text, start);
            String wrong = end > start ? faultOf(text.substring(start, end)) : null;
            // where semicolons are refused, they are the fault that is told
            if (wrong != null && (found == null || wrong.equals(SEMICOLON))) {
                found = wrong;
            }
            start = end + 1;
        }
        if (fault == null) {
            fault = found;
        }
    }

    private int endOfField(String text, int start) {
        for (int end = start; end < text.length(); end++) {
            char c = text.charAt(end);
            if (c == '&' || (c == ';' && dialect.semicolonsSeparate())) {
                return end;
            }
        }
        return text.length();
    }

    /// Reads a field; what is wrong with it, or null.
    private @Nullable String faultOf(String field) {
        if (!dialect.semicolonsSeparate() && field.indexOf(';') >= 0) {
            return SEMICOLON;
        }
        int equals = field.indexOf('=');
        try {
            String name = FormText.decodeField(equals < 0 ? field : field.substring(0, equals));
            first.putIfAbsent(name, equals < 0 ? "" : FormText.decodeField(field.substring(equals + 1)));
            return null;
        } catch (MalformedEscape e) {
            return e.getMessage();
        }
    }
}
