package io.muster.agent.machine;

import io.muster.cloudconfig.Bytes;
import java.util.UUID;

/// Where a script is kept and the unit that runs it; both names follow from its content.
record StoredScript(String path, String unit) {
    static StoredScript in(String workspace, Bytes script) {
        String id = UUID.nameUUIDFromBytes(script.toByteArray()).toString();
        return new StoredScript(workspace + "/scripts/" + id, "coreos-cloudinit-" + id + ".service");
    }
}
