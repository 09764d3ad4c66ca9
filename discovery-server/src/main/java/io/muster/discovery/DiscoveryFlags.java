package io.muster.discovery;

import io.muster.discovery.backend.Storage;
import io.muster.discovery.backend.StorageFlags;
import io.muster.discovery.edge.EdgeConfig;
import io.muster.discovery.edge.EdgeFlags;
import io.muster.discovery.edge.Limits;
import io.muster.discovery.http.Credential;
import io.muster.discovery.registry.Lifetimes;
import io.muster.keyspace.server.StartFailure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line of the discovery server. As with the original, `-h` is the host, and `--help` ends in exit code 2.
final class DiscoveryFlags {
    private static final int USAGE_WIDTH = 110;
    private static final String HOST = "--host";
    private static final String PERMISSIVE = "--permissive";
    private static final String HELP = "--help";

    private final Map<String, String> environment;
    private final CommandLine commandLine;
    private final List<String> faults = new ArrayList<>();

    /// @throws StartFailure when the arguments are no flags of this program
    DiscoveryFlags(List<String> args, Map<String, String> environment) throws StartFailure {
        this.environment = environment;
        this.commandLine = new CommandLine(spec()).setOverwrittenOptionsAllowed(true);
        try {
            ParseResult parsed = commandLine.parseArgs(args.toArray(String[]::new));
            if (parsed.hasMatchedOption(HELP)) {
                throw refused(List.of());
            }
        } catch (UnmatchedArgumentException e) {
            throw refused(e.getUnmatched().stream().map(DiscoveryFlags::unknown).toList());
        } catch (ParameterException e) {
            throw refused(List.of(String.valueOf(e.getMessage())));
        }
    }

    /// @throws StartFailure naming every fault at once
    DiscoveryConfig config() throws StartFailure {
        boolean permissive = given(PERMISSIVE).isPresent();
        EdgeConfig edge =
                new EdgeFlags(this::given, faults).config(permissive ? Limits.NONE : Limits.DEFAULT, environment);
        Optional<URI> host = given(HOST).flatMap(given -> url(HOST, given));
        Storage storage = new StorageFlags(this::given, faults).storage(this::url);
        LifeFlags life = new LifeFlags(this::given, faults);
        Lifetimes lifetimes = life.lifetimes();
        Optional<Credential> admin = life.admin();
        if (!faults.isEmpty()) {
            throw refused(faults);
        }
        return new DiscoveryConfig(edge, host.map(URI::toString), storage, permissive, lifetimes, admin);
    }

    private Optional<URI> url(String flag, String given) {
        try {
            URI uri = new URI(given);
            Optional<String> fault = fault(uri);
            fault.ifPresent(words -> faults.add(flag + "=" + given + ": " + words));
            return fault.isEmpty() ? Optional.of(bare(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            faults.add(flag + ": Invalid url given: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<String> fault(URI uri) {
        if (uri.getRawPath() != null && uri.getRawPath().length() > 1) {
            return Optional.of("Expected url without path (" + uri.getRawPath() + ")");
        }
        if (uri.getRawQuery() != null) {
            return Optional.of("Expected url without query (?" + uri.getRawQuery() + ")");
        }
        if (uri.getRawFragment() != null) {
            return Optional.of("Expected url without fragment (" + uri.getRawFragment() + ")");
        }
        if (uri.getHost() == null) {
            return Optional.of("Expected hostname (none given)");
        }
        if (!"http".equals(uri.getScheme()) && !"https".equals(uri.getScheme())) {
            return Optional.of("Invalid url given: it must start with http:// or https://");
        }
        return Optional.empty();
    }

    private static URI bare(URI uri) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority());
    }

    /// What was said, on the command line or in the environment; an empty variable says nothing. A flag without a value
    /// says `true`.
    private Optional<String> given(String flag) {
        Optional<Object> given =
                Optional.ofNullable(commandLine.getParseResult().matchedOptionValue(flag, null));
        return given.map(Object::toString)
                .or(() -> Optional.ofNullable(environment.get(variable(flag))).filter(value -> !value.isEmpty()));
    }

    private static String variable(String flag) {
        return "DISC_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String unknown(String argument) {
        return argument.startsWith("-")
                ? "unknown flag: " + argument.replaceFirst("=.*", "")
                : "unexpected argument: " + argument;
    }

    private StartFailure refused(List<String> lines) {
        String usage = commandLine.getUsageMessage(Ansi.OFF).stripTrailing();
        return new StartFailure(
                StartFailure.USAGE,
                Stream.concat(lines.stream(), Arrays.stream(usage.split("\n", -1)))
                        .toList());
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("discovery-server");
        spec.usageMessage()
                .description("Hands out discovery tokens and records the members of clusters being born.%n")
                .optionListHeading("Flags; variables such as DISC_ADDR and DISC_DATA_DIR say the same:%n")
                .width(USAGE_WIDTH)
                .sortOptions(false);
        spec.addOption(text("URL", "prefix of issued URLs (default http:// and the listen address)", "-h", HOST));
        StorageFlags.addTo(spec);
        LifeFlags.addTo(spec);
        spec.addOption(OptionSpec.builder(PERMISSIVE)
                .description(
                        "refuse nothing that discovery.etcd.io takes: sizes, unknown tokens, odd values, overwriting,"
                                + " removing; no limits")
                .build());
        EdgeFlags.addTo(spec);
        spec.addOption(OptionSpec.builder(HELP).description("print this text").build());
        return spec;
    }

    private static OptionSpec text(String label, String description, String... names) {
        return OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build();
    }
}
