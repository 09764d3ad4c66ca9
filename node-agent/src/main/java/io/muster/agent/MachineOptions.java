package io.muster.agent;

import io.muster.cloudconfig.Addresses;
import io.muster.cloudconfig.TokenPlaceholder;
import io.muster.cloudconfig.UserData;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// What a platform tells a machine besides its user-data, given on the command line.
final class MachineOptions {
    @Option(
            names = "--hostname",
            paramLabel = "NAME",
            description = "the machine's name, unless user-data sets one;" + " a member without a name is called by it")
    private @Nullable String hostname;

    @Option(names = "--private-ipv4", paramLabel = "IP", description = "fills $private_ipv4")
    private @Nullable String privateIpv4;

    @Option(names = "--public-ipv4", paramLabel = "IP", description = "fills $public_ipv4")
    private @Nullable String publicIpv4;

    @Option(names = "--private-ipv6", paramLabel = "IP", description = "fills $private_ipv6")
    private @Nullable String privateIpv6;

    @Option(names = "--public-ipv6", paramLabel = "IP", description = "fills $public_ipv6")
    private @Nullable String publicIpv6;

    @Option(
            names = "--ssh-key-name",
            paramLabel = "NAME",
            defaultValue = "coreos-cloudinit",
            description = "under which the keys are filed (${DEFAULT-VALUE})")
    private String keyName = "coreos-cloudinit";

    @ArgGroup
    private @Nullable Discovery discovery;

    /// Two ways to say what `<token>` stands for.
    static final class Discovery {
        @Option(
                names = "--discovery",
                paramLabel = "URL",
                description = "takes the place of the URL that ends in <token>")
        private @Nullable String url;

        @Option(names = "--token", paramLabel = "TOKEN", description = "takes the place of <token>")
        private @Nullable String token;
    }

    @Nullable
    String hostname() {
        return hostname;
    }

    String keyName() {
        return keyName;
    }

    void nameKeys(String name) {
        keyName = name;
    }

    /// The addresses given here, else those of the platform, else those of the environment.
    Addresses addresses(Addresses platform) {
        return new Addresses(
                first(publicIpv4, platform.publicIpv4(), "COREOS_PUBLIC_IPV4"),
                first(privateIpv4, platform.privateIpv4(), "COREOS_PRIVATE_IPV4"),
                first(publicIpv6, platform.publicIpv6(), "COREOS_PUBLIC_IPV6"),
                first(privateIpv6, platform.privateIpv6(), "COREOS_PRIVATE_IPV6"));
    }

    private static @Nullable String first(@Nullable String given, @Nullable String platform, String variable) {
        if (given != null) {
            return given;
        }
        String known = platform == null ? System.getenv(variable) : platform;
        return known == null || known.isEmpty() ? null : known;
    }

    /// Fills in the token, if one is given.
    ///
    /// @param source of the data, for the message
    UserData fillToken(UserData data, String source) throws Refusal {
        if (!(data instanceof UserData.Document document)) {
            return data;
        }
        if (discovery == null) {
            return document;
        }
        if (!TokenPlaceholder.isIn(document.text())) {
            throw new Refusal("user-data %s holds no %s to fill in; leave out --discovery and --token"
                    .formatted(source, TokenPlaceholder.TEXT));
        }
        return new UserData.Document(TokenPlaceholder.fill(document.text(), filling(discovery)));
    }

    private static String filling(Discovery discovery) throws Refusal {
        if (discovery.url != null && !discovery.url.matches("https?://[^/\\s]+/\\S+")) {
            throw new Refusal(
                    "--discovery %s is not the URL of a token; ask a discovery service for one: curl URL/new?size=3"
                            .formatted(discovery.url));
        }
        if (discovery.token != null && !discovery.token.matches("[^\\s/:\"']+")) {
            throw new Refusal(
                    "--token %s is not a token; give a whole URL with --discovery".formatted(discovery.token));
        }
        return discovery.url != null ? discovery.url : String.valueOf(discovery.token);
    }
}
