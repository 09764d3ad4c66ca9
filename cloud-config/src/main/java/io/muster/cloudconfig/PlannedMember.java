package io.muster.cloudconfig;

import java.util.LinkedHashMap;
import java.util.Map;

/// The member that a machine is to run.
///
/// @param name the one in its options, else the machine's own
public record PlannedMember(Options options, String name) {
    /// The variables its server is started with: those of the drop-in, and the name, as the unit file sets it.
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>(options.variables());
        variables.put("ETCD_NAME", name);
        return variables;
    }
}
