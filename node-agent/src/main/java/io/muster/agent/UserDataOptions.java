package io.muster.agent;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Which user-data a command is about, by name or by source, and what the command line says of the machine.
final class UserDataOptions {
    @Parameters(paramLabel = "FILE", arity = "0..1", description = "user-data, unless a --from option names a source")
    private @Nullable Path file;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /// Reads it, and prints what is found in it to the command's standard error.
    Boot read() throws Refusal, InterruptedException {
        return Boot.read(
                sources.choose(file), machine, sources, command.commandLine().getErr());
    }

    SourceOptions sources() {
        return sources;
    }
}
