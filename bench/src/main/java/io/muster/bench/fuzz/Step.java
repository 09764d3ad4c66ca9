package io.muster.bench.fuzz;

/// One operation of a script. Texts may hold `{prefix}`, `{modified}` and `{index-N}`, which [Names] fills in when the
/// step is sent, so that a step means the same below another folder and at another index.
sealed interface Step {
    /// A request that is answered at once.
    ///
    /// @param target path of the URL without query
    /// @param query without the question mark; empty for none
    /// @param form urlencoded body; empty for none
    record Request(String method, String target, String query, String form) implements Step {
        /// Whether it asks for a time to live so short that the script must await its end.
        boolean expiresSoon() {
            return method.equals("PUT") && (query + "&" + form + "&").matches(".*\\bttl=[01]&.*");
        }

        boolean has(String field) {
            return ("&" + query + "&" + form + "&").contains("&" + field + "&");
        }
    }

    /// A long poll or stream, which stays open while the script goes on.
    record Watch(String target, String query) implements Step {
        /// The request that opens it.
        Request request() {
            return new Request("GET", target, query, "");
        }
    }

    /// Ends every open watch with a write to the watched key and compares what each has seen.
    record EndWatches() implements Step {}
}
