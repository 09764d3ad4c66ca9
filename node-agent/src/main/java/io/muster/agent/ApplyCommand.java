package io.muster.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `node-agent apply FILE`
@Command(
        name = "apply",
        description =
                "Make this system what user-data asks for: exactly what plan prints. A second time changes nothing.",
        mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "user-data, unless a --from option names a source")
    private @Nullable Path file;

    @Mixin
    private MachineOptions options = new MachineOptions();

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        return new Applying(
                        Target.LIVE, InstantSource.system(), spec.commandLine().getOut())
                .apply(
                        () -> Boot.read(
                                sources.choose(file),
                                options,
                                sources,
                                spec.commandLine().getErr()),
                        sources);
    }
}
