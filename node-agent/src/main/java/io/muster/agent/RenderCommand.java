package io.muster.agent;

import io.muster.agent.machine.Root;
import io.muster.agent.machine.RootMachine;
import io.muster.agent.machine.StepFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `node-agent render --root DIR FILE`
@Command(
        name = "render",
        description = "Write what user-data asks for below a folder that stands for the machine's disk.",
        mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "user-data")
    private Path file = Path.of("");

    @Option(names = "--root", paramLabel = "DIR", required = true, description = "the folder")
    private Path root = Path.of("");

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Refusal, IOException, StepFailed {
        PrintWriter out = spec.commandLine().getOut();
        Boot boot = Boot.read(file, machine, spec.commandLine().getErr());
        RootMachine target = new RootMachine(Root.at(root));
        BootReport.perform(boot.plan(target.facts()), target, out::println);
        return 0;
    }
}
