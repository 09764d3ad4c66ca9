package io.muster.cloudconfig;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a plan must know of the machine as it is now.
///
/// @param hostname the name it has
/// @param accounts names of the users it knows
/// @param memberName the name of a member whose options give it none
/// @param environment /etc/environment, or null when there is none
/// @param updateConf /etc/coreos/update.conf, else the distribution's, or null when there is neither
/// @param maskedUntilReboot names of units that are masked or empty below /run/systemd/system
public record Facts(
        String hostname,
        Set<String> accounts,
        String memberName,
        @Nullable String environment,
        @Nullable String updateConf,
        Set<String> maskedUntilReboot) {
    public Facts {
        accounts = Set.copyOf(accounts);
        maskedUntilReboot = Set.copyOf(maskedUntilReboot);
    }

    /// The same machine under another name.
    public Facts withHostname(String name) {
        return new Facts(name, accounts, memberName, environment, updateConf, maskedUntilReboot);
    }

    /// The same machine, calling its member differently.
    public Facts withMemberName(String name) {
        return new Facts(hostname, accounts, name, environment, updateConf, maskedUntilReboot);
    }
}
