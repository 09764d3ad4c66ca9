package io.muster.agent;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `node-agent apply FILE`
@Command(
        name = "apply",
        description =
                "Make this system what user-data asks for: exactly what plan prints. A second time changes nothing.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private UserDataOptions userData = new UserDataOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        return new Applying(
                        Target.LIVE, InstantSource.system(), spec.commandLine().getOut())
                .apply(userData::read, userData.sources());
    }
}
