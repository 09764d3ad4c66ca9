package io.muster.bench.fuzz;

import java.util.regex.Pattern;

/// One operation of a script. Texts may hold `{prefix}`, `{modified}` and `{index-N}`, which [Names] fills in when the
/// step is sent, so that a step means the same below another folder and at another index.
sealed interface Step {
    /// A request that is answered at once.
    ///
    /// @param target path of the URL without query
    /// @param query without the question mark; empty for none
    /// @param form urlencoded fields of the body; empty for no body
    record Request(String method, String target, String query, String form, Manner manner) implements Step {
        private static final Pattern SHORT_TTL = Pattern.compile("&ttl=(\\d|\\d{9,})&");
        private static final Pattern NO_TTL_LEFT = Pattern.compile("&ttl=(0|\\d{9,})&");

        Request(String method, String target, String query, String form) {
            this(method, target, query, form, Manner.PLAIN);
        }

        /// Whether it may leave something behind that is gone in seconds.
        boolean mayExpireSoon() {
            return SHORT_TTL.matcher(fields()).find();
        }

        /// Whether it may leave something behind that is due at once. A time to live of many digits overflows and may
        /// lie in the past.
        boolean mayExpireAtOnce() {
            return NO_TTL_LEFT.matcher(fields()).find();
        }

        boolean has(String field) {
            return fields().contains("&" + field + "&");
        }

        private String fields() {
            return "&" + query + "&" + form + "&";
        }

        /// The path with its query.
        String line() {
            return query.isEmpty() ? target : target + "?" + query;
        }
    }

    /// A long poll or stream, which stays open while the script goes on.
    record Watch(String target, String query, Manner manner) implements Step {
        /// The request that opens it.
        Request request() {
            return new Request("GET", target, query, "", manner);
        }
    }

    /// Waits until everything that expires soon is gone on both servers.
    record Settle() implements Step {}

    /// Ends every open watch with a write to the watched key and compares what each has seen.
    record EndWatches() implements Step {}
}
