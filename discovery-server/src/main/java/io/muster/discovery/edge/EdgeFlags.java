package io.muster.discovery.edge;

import io.muster.keyspace.server.tls.TlsFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.util.InetAddressSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The flags about addresses, TLS, proxies, limits and the access log. Those of TLS are named as etcd's are.
public final class EdgeFlags {
    private static final String ADDR = "--addr";
    private static final String CERT_FILE = "--cert-file";
    private static final String KEY_FILE = "--key-file";
    private static final String TRUSTED_CA_FILE = "--trusted-ca-file";
    private static final String CLIENT_CERT_AUTH = "--client-cert-auth";
    private static final String TRUSTED_PROXIES = "--trusted-proxies";
    private static final String MAX_REQUEST_BYTES = "--max-request-bytes";
    private static final String RATE_LIMIT = "--rate-limit";
    private static final String MAX_OPEN_REQUESTS = "--max-open-requests";
    private static final String ACCESS_LOG = "--access-log";
    private static final String DEFAULT_ADDRESS = ":8087";

    private final Function<String, Optional<String>> given;
    private final List<String> faults;

    /// Reads what was said, and complains into a list.
    ///
    /// @param given what was said about a flag, on the command line or in the environment
    /// @param faults takes each fault that is found
    public EdgeFlags(Function<String, Optional<String>> given, List<String> faults) {
        this.given = given;
        this.faults = faults;
    }

    /// Adds them to a command line.
    public static void addTo(CommandSpec spec) {
        spec.addOption(text(
                "ADDRESS,...",
                "listen addresses, host:port (default :8087); https:// before one for TLS there",
                "-a",
                ADDR));
        spec.addOption(
                text("FILE", "PEM certificate with its chain; addresses without http:// then speak TLS", CERT_FILE));
        spec.addOption(text("FILE", "PEM private key to it; both are read again when they are replaced", KEY_FILE));
        spec.addOption(text("FILE", "PEM authorities that may sign clients' certificates", TRUSTED_CA_FILE));
        spec.addOption(OptionSpec.builder(CLIENT_CERT_AUTH)
                .description("refuse TLS clients without such a certificate")
                .build());
        spec.addOption(text(
                "ADDRESS,...",
                "proxies, as 10.0.0.1 or 10.0.0.0/8, whose Forwarded or X-Forwarded-* headers are believed",
                TRUSTED_PROXIES));
        spec.addOption(text(
                "N",
                "largest request body (default " + Limits.DEFAULT.requestBytes() + "; 0 for any)",
                MAX_REQUEST_BYTES));
        spec.addOption(text(
                "N",
                "requests per second from one address, ten times that at once (default "
                        + Limits.DEFAULT.requestsPerSecond() + "; 0 for any)",
                RATE_LIMIT));
        spec.addOption(text(
                "N",
                "requests and waits one address may have open (default " + Limits.DEFAULT.openRequests()
                        + "; 0 for any)",
                MAX_OPEN_REQUESTS));
        spec.addOption(text("FORMAT", "common (default), json or off", ACCESS_LOG));
    }

    /// What they say all together.
    ///
    /// @param defaults the limits where no flag says otherwise
    /// @param environment for what systemd says about sockets
    public EdgeConfig config(Limits defaults, Map<String, String> environment) {
        boolean inherits = InheritedSocket.isOffered(environment, faults);
        Optional<TlsFiles> tls = tls();
        boolean clientCertAuth = given.apply(CLIENT_CERT_AUTH)
                .filter(value -> !value.equals("false"))
                .isPresent();
        if (clientCertAuth
                && tls.filter(files -> !files.authorities().isEmpty()).isEmpty()) {
            faults.add(CLIENT_CERT_AUTH + " needs to know whose certificates: set " + TRUSTED_CA_FILE);
        }
        List<ListenAddress> listen = listen(inherits, tls.isPresent());
        if (tls.isEmpty()) {
            listen.stream()
                    .filter(ListenAddress::secure)
                    .forEach(address -> faults.add(
                            "cannot speak TLS at " + address.text() + ": set " + CERT_FILE + " and " + KEY_FILE));
        }
        return new EdgeConfig(
                listen,
                inherits,
                tls,
                clientCertAuth,
                trustedProxies(),
                new Limits(
                        number(MAX_REQUEST_BYTES, defaults.requestBytes(), Long.MAX_VALUE),
                        (int) number(RATE_LIMIT, defaults.requestsPerSecond(), 1_000_000),
                        (int) number(MAX_OPEN_REQUESTS, defaults.openRequests(), 1_000_000)),
                accessLog());
    }

    private List<ListenAddress> listen(boolean inherits, boolean secure) {
        Optional<String> addresses = given.apply(ADDR);
        if (addresses.isEmpty() && inherits) {
            return List.of();
        }
        List<ListenAddress> listen = new ArrayList<>();
        for (String address : addresses.orElse(DEFAULT_ADDRESS).split(",", -1)) {
            try {
                listen.add(ListenAddress.parse(address.strip(), secure));
            } catch (IllegalArgumentException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        return listen;
    }

    private Optional<TlsFiles> tls() {
        Path certificate = file(CERT_FILE);
        Path key = file(KEY_FILE);
        if ((certificate == null) != (key == null)) {
            faults.add(CERT_FILE + " and " + KEY_FILE + " go together: give both or none");
            return Optional.empty();
        }
        return certificate == null
                ? Optional.empty()
                : Optional.of(new TlsFiles(certificate, key, file(TRUSTED_CA_FILE)));
    }

    private @Nullable Path file(String flag) {
        return given.apply(flag).map(Path::of).orElse(null);
    }

    private InetAddressSet trustedProxies() {
        InetAddressSet trusted = new InetAddressSet();
        given.apply(TRUSTED_PROXIES).stream()
                .flatMap(list -> Arrays.stream(list.split(",", -1)))
                .map(String::strip)
                .forEach(address -> {
                    try {
                        trusted.add(address);
                    } catch (IllegalArgumentException e) {
                        faults.add("Invalid proxy '" + address + "' given in " + TRUSTED_PROXIES
                                + ": use an address or a network such as 10.0.0.0/8");
                    }
                });
        return trusted;
    }

    private long number(String flag, long otherwise, long max) {
        Optional<String> text = given.apply(flag);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(text.get());
            if (number >= 0 && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        faults.add(
                "Invalid " + flag + " '" + text.get() + "' given: use a whole number from 0, for no limit, to " + max);
        return otherwise;
    }

    private AccessLog accessLog() {
        try {
            return AccessLog.parse(given.apply(ACCESS_LOG).orElse("common"));
        } catch (IllegalArgumentException e) {
            faults.add(String.valueOf(e.getMessage()));
            return AccessLog.COMMON;
        }
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
