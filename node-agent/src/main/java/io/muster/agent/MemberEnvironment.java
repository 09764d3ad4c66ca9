package io.muster.agent;

import io.muster.agent.machine.Root;
import io.muster.cloudconfig.OptionSection;
import io.muster.cloudconfig.PlannedMember;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The variables that a member below a folder is started with: those of its unit and drop-in, every path in them
/// moved below the folder.
final class MemberEnvironment {
    private static final List<String> PATHS = List.of(
            "ETCD_DATA_DIR",
            "ETCD_WAL_DIR",
            "ETCD_CA_FILE",
            "ETCD_CERT_FILE",
            "ETCD_KEY_FILE",
            "ETCD_TRUSTED_CA_FILE",
            "ETCD_PEER_CA_FILE",
            "ETCD_PEER_CERT_FILE",
            "ETCD_PEER_KEY_FILE",
            "ETCD_PEER_TRUSTED_CA_FILE");

    private MemberEnvironment() {}

    static Map<String, String> of(PlannedMember member, Root root) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>(member.environment());
        if (member.options().section() == OptionSection.ETCD) {
            // its options are those of the first generation, and mean what they meant
            variables.putIfAbsent("ETCD_COMPAT", "0.4");
        }
        variables.putIfAbsent(
                "ETCD_DATA_DIR", member.options().section() == OptionSection.ETCD ? "/var/lib/etcd" : "/var/lib/etcd2");
        for (String path : PATHS) {
            String value = variables.get(path);
            if (value != null) {
                variables.put(path, root.resolve(value).toString());
            }
        }
        return variables;
    }
}
