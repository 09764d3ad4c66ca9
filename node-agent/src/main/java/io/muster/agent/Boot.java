package io.muster.agent;

import io.muster.agent.datasource.Datasource;
import io.muster.agent.datasource.Metadata;
import io.muster.agent.netconf.Netconf;
import io.muster.agent.netconf.NetconfFault;
import io.muster.cloudconfig.Addresses;
import io.muster.cloudconfig.CloudConfig;
import io.muster.cloudconfig.CloudConfigParser;
import io.muster.cloudconfig.CloudConfigParser.Parsed;
import io.muster.cloudconfig.CloudConfigParser.Salvage;
import io.muster.cloudconfig.Facts;
import io.muster.cloudconfig.Finding;
import io.muster.cloudconfig.NetworkSetup;
import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.Planner;
import io.muster.cloudconfig.TokenPlaceholder;
import io.muster.cloudconfig.UserData;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From a datasource to a plan: what every command does before it prints the plan or performs it.
///
/// What the platform says (name, keys, network) is applied also where the user-data is no good, for it lets people in
/// to correct it; of user-data with errors nothing is, unless that is asked for.
///
/// @param source where it all came from, for people
/// @param data with the token filled in
/// @param config what is to be applied, the platform's name and keys included
/// @param findings of the user-data
/// @param trouble what is wrong with the user-data, empty when nothing is
record Boot(
        String source,
        UserData data,
        CloudConfig config,
        Addresses addresses,
        NetworkSetup network,
        MachineOptions options,
        List<Finding> findings,
        Optional<String> trouble) {
    /// Reads and checks what a source has. Findings are printed.
    ///
    /// @throws Refusal when nothing may be applied at all
    static Boot read(Datasource source, MachineOptions options, SourceOptions how, PrintWriter err)
            throws Refusal, InterruptedException {
        @Nullable Netconf format = how.netconf();
        Fetched fetched = Fetched.from(source);
        Metadata metadata = fetched.metadata();
        Addresses addresses = options.addresses(metadata.addresses());
        UserData data = options.fillToken(fetched.data(), source.name());
        Parsed parsed = data instanceof UserData.Document document
                ? CloudConfigParser.parse(document.text(), addresses)
                : new Parsed(CloudConfig.EMPTY, data.report());
        parsed.report().lines(source.name()).forEach(err::println);
        Optional<String> trouble = fetched.trouble();
        CloudConfig config = parsed.config();
        if (parsed.report().hasErrors()) {
            Salvage salvage = how.isLenient() && data instanceof UserData.Document document
                    ? CloudConfigParser.salvage(document.text(), addresses)
                    : Salvage.NOTHING;
            config = salvage.config();
            trouble = Optional.of(verdict(source, how, metadata, salvage));
        }
        NetworkSetup network = format == null ? NetworkSetup.NONE : convert(format, metadata);
        return new Boot(
                source.name(),
                data,
                merge(config, metadata, trouble.isPresent() ? null : options.hostname(), err),
                addresses,
                network,
                options,
                parsed.report().findings(),
                trouble);
    }

    private static String verdict(Datasource source, SourceOptions how, Metadata metadata, Salvage salvage) {
        String applied = how.isLenient()
                ? "of it only keys and network units are applied" + leftOut(salvage)
                : metadata.isEmpty() ? "nothing was changed" : "nothing of it is applied";
        return "user-data %s has errors, so %s; correct the lines above".formatted(source.name(), applied);
    }

    private static String leftOut(Salvage salvage) {
        return salvage.leftOut().isEmpty() ? "" : ", left out: " + String.join(", ", salvage.leftOut());
    }

    private static NetworkSetup convert(Netconf format, Metadata metadata) throws Refusal {
        try {
            return format.convert(metadata.network());
        } catch (NetconfFault e) {
            throw new Refusal(
                    "the network configuration cannot be converted, so nothing was changed: " + e.getMessage(), e);
        }
    }

    /// @param given the name given by hand; not where the user-data is no good, which changes nothing
    private static CloudConfig merge(CloudConfig config, Metadata metadata, @Nullable String given, PrintWriter err) {
        String platform = given == null ? metadata.hostname() : given;
        if (platform == null) {
            return config.withMoreKeys(metadata.authorizedKeys());
        }
        if (config.hostname() != null && given == null && !config.hostname().equals(platform)) {
            err.println("hostname %s of the user-data goes before %s of the platform"
                    .formatted(config.hostname(), platform));
        }
        return (config.hostname() == null ? config.withHostname(platform) : config)
                .withMoreKeys(metadata.authorizedKeys());
    }

    /// Insists that no placeholder is left where a token belongs: a member must not ask for it.
    Boot requireToken() throws Refusal {
        if (data instanceof UserData.Document document && TokenPlaceholder.isIn(document.text())) {
            throw new Refusal("user-data %s holds the placeholder %s; say what it stands for with --discovery URL"
                    .formatted(source, TokenPlaceholder.TEXT));
        }
        return this;
    }

    /// Insists that the user-data is sound.
    Boot requireSound() throws Refusal {
        if (trouble.isPresent()) {
            throw new Refusal(trouble.get());
        }
        return this;
    }

    /// The same boot with its member on other ports.
    Boot on(@Nullable PortBase ports) {
        return ports == null
                ? this
                : config.member()
                        .map(member -> withConfig(config.with(ports.move(member))))
                        .orElse(this);
    }

    private Boot withConfig(CloudConfig other) {
        return new Boot(source, data, other, addresses, network, options, findings, trouble);
    }

    /// The plan for this machine.
    ///
    /// @param facts what the machine said
    Plan plan(Facts facts) {
        String hostname = options.hostname();
        Facts named = hostname == null ? facts : facts.withMemberName(hostname);
        return switch (data) {
            case UserData.Ignition ignition -> Plan.NOTHING;
            case UserData.Script script ->
                whole(named)
                        .then(
                                Planner.run(script, addresses),
                                "script=%d bytes".formatted(script.text().size()));
            case UserData.Document _, UserData.Nothing _, UserData.Unrecognised _ when nothingToApply() -> Plan.NOTHING;
            case UserData.Document _, UserData.Nothing _, UserData.Unrecognised _ -> whole(named);
        };
    }

    private Plan whole(Facts facts) {
        return Planner.plan(config, facts, addresses, options.keyName(), network);
    }

    /// Errors, and a platform that says nothing: then not even the addresses are written down.
    private boolean nothingToApply() {
        return trouble.isPresent()
                && network.files().isEmpty()
                && config.authorizedKeys().isEmpty()
                && config.units().isEmpty()
                && config.hostname() == null;
    }
}
