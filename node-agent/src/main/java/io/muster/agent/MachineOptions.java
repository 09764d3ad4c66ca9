package io.muster.agent;

import io.muster.cloudconfig.Addresses;
import io.muster.cloudconfig.TokenPlaceholder;
import io.muster.cloudconfig.UserData;
import java.nio.file.Path;
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
    private String keyName = "";

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

    Addresses addresses() {
        return new Addresses(publicIpv4, privateIpv4, publicIpv6, privateIpv6);
    }

    /// Reads user-data and fills in the token, if one is given.
    UserData read(Path file) throws Refusal {
        UserData data = new UserDataFile(file).read();
        if (!(data instanceof UserData.Document document)) {
            return data;
        }
        if (discovery == null) {
            return document;
        }
        if (!TokenPlaceholder.isIn(document.text())) {
            throw new Refusal("user-data %s holds no %s to fill in; leave out --discovery and --token"
                    .formatted(file, TokenPlaceholder.TEXT));
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
