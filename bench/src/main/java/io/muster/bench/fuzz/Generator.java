package io.muster.bench.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Makes scripts that collide: few keys, few values, directories and files at the same names.
///
/// Left out, because the two servers would go apart: a malformed `noValueOnSuccess` (3.4 refuses what 2.3.8 does), a
/// ttl beyond the year 9999, listings of the root of a server that others have written to.
final class Generator {
    private static final String FOLDER = "/v2/keys{prefix}";
    private static final List<String> KEYS = List.of(
            "/a", "/b", "/d", "/d/x", "/d/y", "/d/e", "/d/e/z", "/_h", "/_h/x", "/d/_h", "/d/_h/x", "/q", "/dx");
    private static final List<String> VALUES = List.of("1", "2", "3", "", "%3C%26%3E%E2%82%AC%09", "%FF");
    private static final List<String> READ_FLAGS = List.of(
            "", "", "recursive=true", "sorted=true", "recursive=true&sorted=true", "quorum=true", "stream=true");
    private static final List<String> DELETE_FLAGS =
            List.of("", "", "dir=true", "recursive=true", "dir=true&recursive=true", "recursive=false", "dir=0");
    private static final List<String> CONDITIONS = List.of(
            "prevIndex={modified}",
            "prevIndex={index-1}",
            "prevIndex=0",
            "prevValue=1",
            "prevValue=2",
            "prevValue=1&prevIndex={modified}",
            "prevValue=3&prevIndex={index-2}");
    private static final List<String> EXISTENCE = List.of("prevExist=true", "prevExist=false");
    private static final List<String> BAD_FIELDS = List.of(
            "prevIndex=x",
            "prevIndex=",
            "prevIndex=-1",
            "waitIndex=x",
            "waitIndex=",
            "recursive=maybe",
            "recursive=",
            "sorted=yes",
            "wait=2",
            "dir=x",
            "dir=",
            "quorum=x",
            "stream=x",
            "prevValue=",
            "ttl=x",
            "ttl=-1",
            "ttl=1.5",
            "prevExist=x",
            "prevExist=",
            "refresh=x",
            "refresh=true",
            "refresh=true&ttl=100&value=v");
    private static final List<String> BAD_FORMS = List.of("value=%zz", "value=1&value=2", "&&", "=", "value");
    private static final List<String> ODD_TARGETS =
            List.of("//a", "/./a", "/d/../a", "/d//x/", "/a/", "/d/", "/%61", "/d%2Fx", "/a%20b", "/%C3%A4", "");

    private final RandomGenerator random;

    /// @param seed of the run
    /// @param script number of the script within the run
    Generator(long seed, int script) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + script);
    }

    /// A script of so many steps, one more where it ends on an expiry, and one that ends its watches.
    List<Step> script(int steps) {
        List<Step> script = new ArrayList<>();
        while (script.size() < steps) {
            if (random.nextInt(120) == 0) {
                // rare, for it takes a second
                addExpiry(script);
            } else {
                script.add(step());
            }
        }
        script.add(new Step.EndWatches());
        return script;
    }

    private Step step() {
        int kind = random.nextInt(200);
        if (kind < 36) {
            return request("GET", key(), pick(READ_FLAGS), "");
        } else if (kind < 76) {
            return write("PUT", "value=" + pick(VALUES) + ttl());
        } else if (kind < 90) {
            return write("PUT", "dir=true" + ttl());
        } else if (kind < 112) {
            return write("PUT", "value=" + pick(VALUES) + "&" + pick(CONDITIONS) + maybe("&prevExist=true") + ttl());
        } else if (kind < 122) {
            return write("PUT", pick(EXISTENCE) + maybe("&value=" + pick(VALUES)) + maybe("&dir=true") + ttl());
        } else if (kind < 132) {
            return write("PUT", "refresh=true&ttl=" + pick(List.of("100", "300", "")) + maybe("&prevExist=true"));
        } else if (kind < 142) {
            return write("POST", "value=" + pick(VALUES) + maybe("&ttl=100") + maybe("&dir=true"));
        } else if (kind < 162) {
            return request("DELETE", key(), pick(DELETE_FLAGS), "");
        } else if (kind < 172) {
            return request("DELETE", key(), pick(CONDITIONS) + maybe("&recursive=true"), "");
        } else if (kind < 184) {
            String method = pick(List.of("GET", "PUT", "POST", "DELETE", "HEAD"));
            return request(method, key(), pick(BAD_FIELDS) + maybe("&" + pick(BAD_FIELDS)), "");
        } else if (kind < 194) {
            return odd();
        }
        return watch();
    }

    private Step odd() {
        return switch (random.nextInt(6)) {
            case 0 -> request(pick(List.of("PATCH", "OPTIONS", "HEAD")), key(), "", "");
            case 1 -> request(pick(List.of("GET", "PUT", "DELETE", "HEAD")), pick(ODD_TARGETS), "", "");
            case 2 -> request("PUT", key(), "", pick(BAD_FORMS));
            case 3 -> request("GET", key(), "wait=true&quorum=true", "");
            case 4 -> request(pick(List.of("PUT", "POST", "DELETE", "HEAD")), key(), "wait=true", "");
            default ->
                new Step.Request(
                        pick(List.of("PUT", "DELETE")),
                        "/v2/keys/",
                        pick(List.of("", "recursive=true", "prevValue=1")),
                        "");
        };
    }

    private Step watch() {
        String query = "wait=true" + maybe("&recursive=true") + maybe("&stream=true");
        String from = pick(List.of("", "", "&waitIndex={index-0}", "&waitIndex={index-5}", "&waitIndex={index+1}"))
                + (random.nextInt(20) == 0 ? "&waitIndex={index-1100}" : "");
        return new Step.Watch(FOLDER + key(), query + from);
    }

    /// The fields go into the query or into the body.
    private Step write(String method, String fields) {
        String all = fields + (random.nextInt(12) == 0 ? "&noValueOnSuccess=true" : "");
        return random.nextInt(3) == 0 ? request(method, key(), all, "") : request(method, key(), "", all);
    }

    private String ttl() {
        return random.nextInt(5) == 0 ? pick(List.of("&ttl=100", "&ttl=0300", "&ttl=")) : "";
    }

    /// A time to live that ends at once, and a look at the event of its end.
    private void addExpiry(List<Step> script) {
        String key = key();
        String kind = pick(List.of("dir=true", "value=1", "refresh=true", "dir=true&prevExist=true"));
        script.add(request("PUT", key, "", kind + "&ttl=" + random.nextInt(2)));
        script.add(new Step.Watch(FOLDER + key, "wait=true&waitIndex={index-0}" + maybe("&recursive=true")));
    }

    private static Step request(String method, String key, String query, String form) {
        return new Step.Request(method, FOLDER + key, query, form);
    }

    private String key() {
        return pick(KEYS);
    }

    private String maybe(String text) {
        return random.nextInt(4) == 0 ? text : "";
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
