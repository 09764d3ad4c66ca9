package io.muster.agent;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `node-agent boot`
@Command(
        name = "boot",
        description = "What a machine does each time it starts: find its user-data, make the system what it asks for,"
                + " report. Without a --from option it looks where CoreOS machines find theirs: a config drive at"
                + " /media/configdrive or /media/configvirtfs, an OVF environment at /media/ovfenv/ovf-env.xml,"
                + " cloud-config-url on the kernel's command line,"
                + " /var/lib/coreos-vagrant/vagrantfile-user-data, /var/lib/coreos-install/user_data.",
        mixinStandardHelpOptions = true)
final class BootCommand implements Callable<Integer> {
    @Mixin
    private MachineOptions options = new MachineOptions();

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        if (sources.isEmpty() && !sources.takeUsual()) {
            spec.commandLine().getOut().println("there is no user-data on this machine, so there is nothing to do");
            return 0;
        }
        return new Applying(
                        Target.LIVE, InstantSource.system(), spec.commandLine().getOut())
                .apply(
                        () -> Boot.read(
                                sources.choose(null),
                                options,
                                sources,
                                spec.commandLine().getErr()),
                        sources);
    }
}
