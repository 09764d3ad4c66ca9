package io.muster.bench.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Makes scripts that collide: few keys, few values, directories and files at the same names.
final class Generator {
    private static final String KEYS = "/v2/keys";
    private static final String FOLDER = KEYS + "{prefix}";
    private static final String ROOT = KEYS + "/";
    private static final List<Manner> MANNERS = List.of(Manner.values());

    private final RandomGenerator random;

    /// @param seed of the run
    /// @param script number of the script within the run
    Generator(long seed, int script) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 1_000_003 + script);
    }

    /// A script of so many steps, and one that ends its watches.
    List<Step> script(int steps) {
        List<Step> script = new ArrayList<>();
        // rare, for it takes a second
        int fadesAt = random.nextInt(2 * steps);
        while (script.size() < steps) {
            if (script.size() == fadesAt) {
                addFading(script, steps);
            }
            script.add(step());
        }
        List<Step> whole = new ArrayList<>(script.subList(0, steps));
        whole.add(new Step.EndWatches());
        return whole;
    }

    private Step step() {
        int kind = random.nextInt(210);
        if (kind < 34) {
            return request("GET", target(), pick(Words.READ_FLAGS), "");
        } else if (kind < 120) {
            return write(ttl());
        } else if (kind < 138) {
            return request("DELETE", target(), pick(Words.DELETE_FLAGS), "");
        } else if (kind < 148) {
            return request("DELETE", target(), pick(Words.CONDITIONS) + maybe("&recursive=true"), "");
        } else if (kind < 162) {
            String method = pick(List.of("GET", "PUT", "POST", "DELETE", "HEAD"));
            String fields = pick(Words.BAD_FIELDS) + maybe("&" + pick(Words.BAD_FIELDS));
            return random.nextBoolean() ? request(method, target(), fields, "") : request(method, target(), "", fields);
        } else if (kind < 184) {
            return odd();
        } else if (kind < 192) {
            return root();
        }
        return watch();
    }

    /// A write of any kind; its fields go into the query or into the body.
    private Step.Request write(String ttl) {
        int kind = random.nextInt(86);
        if (kind < 30) {
            return write("PUT", "value=" + pick(Words.VALUES) + ttl);
        } else if (kind < 42) {
            return write("PUT", "dir=true" + ttl);
        } else if (kind < 60) {
            String fields = "value=" + pick(Words.VALUES) + "&" + pick(Words.CONDITIONS);
            return write("PUT", fields + maybe("&prevExist=true") + ttl);
        } else if (kind < 70) {
            return write(
                    "PUT", pick(Words.EXISTENCE) + maybe("&value=" + pick(Words.VALUES)) + maybe("&dir=true") + ttl);
        } else if (kind < 78) {
            String fields = "refresh=true" + (ttl.isEmpty() ? "&ttl=300" : ttl);
            return write("PUT", fields + maybe("&prevExist=true") + maybe("&" + pick(Words.CONDITIONS)));
        }
        return write("POST", "value=" + pick(Words.VALUES) + maybe("&dir=true") + ttl);
    }

    private Step.Request write(String method, String fields) {
        String all = fields + (random.nextInt(12) == 0 ? "&noValueOnSuccess=true" : "");
        return random.nextInt(3) == 0 ? request(method, target(), all, "") : request(method, target(), "", all);
    }

    private Step odd() {
        return switch (random.nextInt(7)) {
            case 0 -> request(pick(List.of("PATCH", "OPTIONS", "HEAD", "TRACE", "get")), target(), "", "");
            case 1, 2 -> {
                String method = pick(List.of("GET", "PUT", "POST", "DELETE", "HEAD", "OPTIONS", "PATCH"));
                yield request(method, FOLDER + pick(Words.ODD_TARGETS), maybe("value=1"), "");
            }
            case 3 -> request(pick(List.of("PUT", "POST")), target(), "", pick(Words.BAD_FORMS));
            case 4 -> {
                String method = pick(List.of("GET", "PUT", "POST", "DELETE"));
                yield request(method, target(), pick(Words.BAD_FORMS), maybe("value=7"));
            }
            case 5 -> request("GET", target(), "wait=true&quorum=true", "");
            default -> request(pick(List.of("PUT", "POST", "DELETE", "HEAD")), target(), "wait=true", "");
        };
    }

    private Step root() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> request("GET", root(random.nextInt(4)), pick(Words.READ_FLAGS), "");
            case 2 -> {
                String ttl = random.nextInt(3) == 0 ? "&ttl=100" : "";
                yield request(
                        "POST", root(random.nextInt(4)), "", "value=" + pick(Words.VALUES) + maybe("&dir=true") + ttl);
            }
            default -> {
                String fields = pick(List.of("", "recursive=true", "prevValue=1", "dir=true", "refresh=true&ttl=9"));
                yield request(pick(List.of("PUT", "DELETE", "HEAD")), root(random.nextInt(4)), fields, "");
            }
        };
    }

    private static String root(int form) {
        return form == 0 ? KEYS : ROOT;
    }

    private Step watch() {
        String query = "wait=true" + maybe("&recursive=true") + maybe("&stream=true");
        String from = pick(List.of("", "", "&waitIndex={index-0}", "&waitIndex={index-5}", "&waitIndex={index+1}"))
                + (random.nextInt(20) == 0 ? "&waitIndex={index-1100}" : "");
        String target = random.nextInt(10) == 0 ? ROOT : target();
        return new Step.Watch(target, query + from, random.nextInt(10) == 0 ? Manner.OLD_VERSION : Manner.PLAIN);
    }

    private String ttl() {
        int kind = random.nextInt(100);
        return kind < 75 ? "" : "&ttl=" + pick(kind < 98 ? Words.LONG_TTLS : Words.HUGE_TTLS);
    }

    /// Several short times to live among reads and watches, the wait for their end, and looks at its events.
    private void addFading(List<Step> script, int steps) {
        int writes = 1 + random.nextInt(5);
        for (int i = 0; i < writes; i++) {
            if (random.nextInt(3) == 0) {
                script.add(watch());
            }
            script.add(write("&ttl=1"));
            if (random.nextInt(3) == 0) {
                script.add(request("GET", target(), pick(Words.READ_FLAGS), ""));
            }
        }
        if (random.nextInt(3) == 0) {
            script.add(write("&ttl=0"));
        }
        if (script.size() < steps) {
            script.add(new Step.Settle());
            String from = "&waitIndex={index-" + random.nextInt(writes) + "}";
            script.add(new Step.Watch(target(), "wait=true" + from + maybe("&recursive=true"), Manner.PLAIN));
        }
    }

    private Step.Request request(String method, String target, String query, String form) {
        Manner manner = random.nextInt(8) == 0 ? pick(MANNERS) : Manner.PLAIN;
        return new Step.Request(method, target, query, form, manner);
    }

    private String target() {
        return FOLDER + pick(Words.KEYS);
    }

    private String maybe(String text) {
        return random.nextInt(4) == 0 ? text : "";
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
