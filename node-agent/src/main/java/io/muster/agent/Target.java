package io.muster.agent;

import io.muster.agent.machine.Host;
import io.muster.agent.machine.LiveHost;
import io.muster.agent.machine.Machine;
import io.muster.agent.machine.Root;
import io.muster.agent.machine.RootMachine;
import io.muster.agent.machine.SystemdMachine;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/// The system that is acted on.
///
/// @param root its disk
/// @param workspace where scripts and reports are kept on it
record Target(Path root, Host host, String workspace) {
    /// The one this process runs on.
    static final Target LIVE = new Target(Path.of("/"), new LiveHost(true), "/var/lib/coreos-cloudinit");

    Target workspace(String other) {
        return new Target(root, host, other);
    }

    /// @throws Refusal where no systemd keeps the system
    Machine machine() throws Refusal, NotDirectoryException {
        Root disk = disk();
        if (!Files.isDirectory(root.resolve("run/systemd/system"))) {
            throw new Refusal("systemd does not keep this system, so nothing was changed;"
                    + " use up, or render the files below a folder");
        }
        return new SystemdMachine(new RootMachine(disk, workspace), host);
    }

    Root disk() throws NotDirectoryException {
        return Root.at(root);
    }
}
