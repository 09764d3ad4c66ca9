package io.muster.discovery.http;

import io.muster.discovery.registry.Token;
import io.muster.keyspace.Key;
import io.muster.keyspace.server.http.RequestPath;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a path leads. Source: the routes of the public service, as recorded, and two additions: a token path may begin
/// with several slashes, as etcd 0.4 writes it, and the registry can be reached under its own keys, too ("private
/// discovery").
sealed interface Route {
    /// The service's own address.
    record Home() implements Route {}

    /// A page of the service itself, or nothing at all.
    record Page() implements Route {}

    /// Too deep below a token, or no path that anything could have.
    record Nowhere() implements Route {}

    /// The same path in its clean form.
    record Elsewhere(RequestPath path) implements Route {}

    /// A key of the registry.
    ///
    /// @param token as the client calls it
    /// @param methods those that are let through
    record Registered(Token token, Key key, Set<String> methods) implements Route {}

    Set<String> ON_TOKEN = Set.of("GET", "PUT");
    Set<String> ON_MEMBER = Set.of("GET", "PUT", "DELETE");
    Set<String> ON_SIZE = Set.of("GET");
    Set<String> ON_KEYS = Set.of("GET", "HEAD", "PUT", "POST", "DELETE");

    Pattern TOKEN_PATH = Pattern.compile("/+([a-f0-9]{32})(|/.*)", Pattern.DOTALL);
    Pattern OUR_REPORTS = Pattern.compile("/_report/[^/]+");
    String KEYS_PATH = "/v2/keys" + Token.REGISTRY.path() + "/";

    static Route of(RequestPath path) {
        if (path.decoded().chars().anyMatch(c -> c < ' ')) {
            // neither the registry nor a page can be asked for such a path
            return new Nowhere();
        }
        Matcher token = TOKEN_PATH.matcher(path.decoded());
        if (token.matches() && new RequestPath("/x" + token.group(2)).isClean()) {
            return below(new Token(token.group(1)), token.group(2));
        }
        if (!path.isClean()) {
            return new Elsewhere(path);
        }
        if (path.decoded().startsWith(KEYS_PATH)) {
            Key key = Key.of(path.decoded().substring("/v2/keys".length()));
            // what tokens there are is nobody's business, and so are hidden names beside them
            return Token.of(key)
                    .<Route>map(named -> new Registered(named, key, ON_KEYS))
                    .orElseGet(Nowhere::new);
        }
        return path.decoded().equals("/") ? new Home() : new Page();
    }

    private static Route below(Token token, String rest) {
        if (rest.isEmpty() || rest.equals("/")) {
            return new Registered(token, token.directory(), ON_TOKEN);
        }
        if (rest.equals("/_config/size")) {
            return new Registered(token, token.size(), ON_SIZE);
        }
        if (rest.equals("/_status") || OUR_REPORTS.matcher(rest).matches()) {
            return new Page();
        }
        String member = rest.substring(1);
        return member.contains("/")
                ? new Nowhere()
                : new Registered(token, token.directory().child(member), ON_MEMBER);
    }
}
