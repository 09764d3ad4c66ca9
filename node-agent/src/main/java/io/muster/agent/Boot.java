package io.muster.agent;

import io.muster.cloudconfig.CloudConfig;
import io.muster.cloudconfig.CloudConfigParser;
import io.muster.cloudconfig.CloudConfigParser.Parsed;
import io.muster.cloudconfig.Facts;
import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.Planner;
import io.muster.cloudconfig.Report;
import io.muster.cloudconfig.TokenPlaceholder;
import io.muster.cloudconfig.UserData;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// From user-data to a plan: what every command does before it prints the plan or performs it.
///
/// @param data with the token filled in
/// @param config of a document without errors; asks for nothing where the data is something else
record Boot(UserData data, CloudConfig config, MachineOptions options) {
    /// Reads and checks user-data. Findings are printed; errors among them end it.
    static Boot read(Path file, MachineOptions options, PrintWriter err) throws Refusal {
        UserData data = options.read(file);
        Parsed parsed = data instanceof UserData.Document document
                ? CloudConfigParser.parse(document.text(), options.addresses())
                : new Parsed(CloudConfig.EMPTY, data.report());
        parsed.report().lines(file.toString()).forEach(err::println);
        refuseErrors(file, parsed.report());
        String hostname = options.hostname();
        CloudConfig config = parsed.config();
        return new Boot(
                data, hostname != null && config.hostname() == null ? config.withHostname(hostname) : config, options);
    }

    private static void refuseErrors(Path file, Report report) throws Refusal {
        if (report.hasErrors()) {
            throw new Refusal(
                    "user-data %s has errors, so nothing was changed; correct the lines above".formatted(file));
        }
    }

    /// Insists that no placeholder is left where a token belongs: a member must not ask for it.
    Boot requireToken(Path file) throws Refusal {
        if (data instanceof UserData.Document document && TokenPlaceholder.isIn(document.text())) {
            throw new Refusal("user-data %s holds the placeholder %s; say what it stands for with --discovery URL"
                    .formatted(file, TokenPlaceholder.TEXT));
        }
        return this;
    }

    /// The same boot with its member on other ports.
    Boot on(@Nullable PortBase ports) {
        return ports == null
                ? this
                : config.member()
                        .map(member -> new Boot(data, config.with(ports.move(member)), options))
                        .orElse(this);
    }

    /// The plan for this machine.
    ///
    /// @param facts what [Machine#facts()] said
    Plan plan(Facts facts) {
        String hostname = options.hostname();
        Facts named = hostname == null ? facts : facts.withMemberName(hostname);
        return switch (data) {
            case UserData.Script script -> Planner.plan(script, named, options.addresses());
            case UserData.Ignition ignition -> Plan.NOTHING;
            case UserData.Document _, UserData.Nothing _, UserData.Unrecognised _ ->
                Planner.plan(config, named, options.addresses(), options.keyName());
        };
    }
}
