package io.muster.discovery.page;

import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/// Tells people from programs by what they say they like best.
final class Person {
    private static final String EVENTS = "text/event-stream";

    private Person() {}

    /// Whether a page is wanted rather than the original's bytes: HTML is named and comes first.
    static boolean asks(HttpFields headers) {
        List<String> liked = headers.getQualityCSV(HttpHeader.ACCEPT);
        if (liked.isEmpty()) {
            return false;
        }
        // The JDK's old client says by default that it likes HTML best, whatever it is used for.
        String agent = headers.get(HttpHeader.USER_AGENT);
        if (agent != null && agent.startsWith("Java/")) {
            return false;
        }
        String best = liked.getFirst().toLowerCase(Locale.ROOT);
        return best.startsWith("text/html") || best.startsWith("application/xhtml+xml");
    }

    /// Whether a page of ours asks for what happens.
    static boolean follows(HttpFields headers) {
        return headers.getQualityCSV(HttpHeader.ACCEPT).contains(EVENTS);
    }
}
