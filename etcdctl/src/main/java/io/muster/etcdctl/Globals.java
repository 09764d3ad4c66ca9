package io.muster.etcdctl;

import java.io.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The options before the command, completed from `ETCDCTL_*` variables; an option wins over its variable.
///
/// @param endpoints never empty
/// @param sync whether to ask the endpoints for all members first
/// @param debug whether to show requests as curl commands
/// @param output name of the output format, known or not
/// @param timeout for one member to accept a connection, and again to begin its answer
/// @param totalTimeout for one request, however many members are tried
record Globals(
        List<Endpoint> endpoints,
        boolean sync,
        boolean debug,
        String output,
        Duration timeout,
        Duration totalTimeout,
        @Nullable Credentials who,
        TlsFiles tls) {
    static final Flag HELP = Flag.toggle("help", "show help").or("h");
    static final Flag VERSION = Flag.toggle("version", "print the version").or("v");
    private static final Flag DEBUG = Flag.toggle("debug", "show requests as curl commands");
    private static final Flag NO_SYNC = Flag.toggle("no-sync", "do not ask the endpoints for all members first");
    private static final Flag OUTPUT = Flag.text("output", "format of answers: simple, extended or json")
            .or("o")
            .presetTo("simple");
    private static final Flag DISCOVERY_SRV = Flag.text("discovery-srv", "domain whose SRV records name the members")
            .or("D");
    private static final Flag PEERS =
            Flag.text("peers", "deprecated: use --endpoints").or("C");
    private static final Flag ENDPOINT = Flag.text("endpoint", "deprecated: use --endpoints");
    private static final Flag ENDPOINTS =
            Flag.text("endpoints", "URLs of members, comma-separated (http://127.0.0.1:2379,http://127.0.0.1:4001)");
    private static final Flag CERT_FILE = Flag.text("cert-file", "PEM certificate to show to HTTPS servers");
    private static final Flag KEY_FILE = Flag.text("key-file", "its private key, PEM PKCS #8");
    private static final Flag CA_FILE = Flag.text("ca-file", "PEM certificates that may sign those of HTTPS servers");
    private static final Flag USERNAME = Flag.text("username", "user:password; without the password it is asked for")
            .or("u");
    private static final Flag TIMEOUT =
            Flag.duration("timeout", "1s", "how long one member may take to connect, then to answer");
    private static final Flag TOTAL_TIMEOUT =
            Flag.duration("total-timeout", "5s", "how long a request may take, however many members are tried");

    static final List<Flag> FLAGS = List.of(
            DEBUG,
            NO_SYNC,
            OUTPUT,
            DISCOVERY_SRV,
            PEERS,
            ENDPOINT,
            ENDPOINTS,
            CERT_FILE,
            KEY_FILE,
            CA_FILE,
            USERNAME,
            TIMEOUT,
            TOTAL_TIMEOUT,
            HELP,
            VERSION);

    Globals {
        endpoints = List.copyOf(endpoints);
    }

    static Globals read(Arguments line, Map<String, String> env) throws Stop {
        try {
            return new Globals(
                    endpoints(line, env),
                    !line.on(NO_SYNC),
                    line.on(DEBUG),
                    line.text(OUTPUT),
                    line.duration(TIMEOUT),
                    line.duration(TOTAL_TIMEOUT),
                    who(either(line, USERNAME, env)),
                    new TlsFiles(
                            either(line, CERT_FILE, env), either(line, KEY_FILE, env), either(line, CA_FILE, env)));
        } catch (IllegalArgumentException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, String.valueOf(e.getMessage()));
        }
    }

    private static List<Endpoint> endpoints(Arguments line, Map<String, String> env) throws Stop {
        String domain = either(line, DISCOVERY_SRV, env);
        if (!domain.isEmpty()) {
            return SrvEndpoints.of(domain);
        }
        String urls = "http://127.0.0.1:2379,http://127.0.0.1:4001";
        for (Flag flag : List.of(ENDPOINTS, ENDPOINT, PEERS)) {
            String given = either(line, flag, env);
            if (!given.isEmpty()) {
                urls = given;
                break;
            }
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (String url : urls.split(",", -1)) {
            endpoints.add(Endpoint.parse(url));
        }
        return endpoints;
    }

    private static String either(Arguments line, Flag flag, Map<String, String> env) {
        String given = line.text(flag);
        String variable = "ETCDCTL_" + flag.name().replace('-', '_').toUpperCase(Locale.ROOT);
        return given.isEmpty() ? env.getOrDefault(variable, "") : given;
    }

    /// Whoever `user:password` names; the password is asked for when it is left out.
    static @Nullable Credentials who(String pair) throws Stop {
        if (pair.isEmpty()) {
            return null;
        }
        int colon = pair.indexOf(':');
        return colon < 0
                ? new Credentials(pair, askPassword(pair))
                : new Credentials(pair.substring(0, colon), pair.substring(colon + 1));
    }

    private static String askPassword(String user) throws Stop {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readPassword("Password: "))
                .map(String::new)
                .orElseThrow(() -> new Stop(
                        ExitCode.BAD_ARGUMENTS,
                        "no password for '" + user + "' and no terminal to ask for it: give --username " + user
                                + ":password"));
    }
}
