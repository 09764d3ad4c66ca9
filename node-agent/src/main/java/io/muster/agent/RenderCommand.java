package io.muster.agent;

import io.muster.agent.machine.ActionLog;
import io.muster.agent.machine.Machine;
import io.muster.agent.machine.Root;
import io.muster.agent.machine.RootMachine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `node-agent render --root DIR FILE`
@Command(
        name = "render",
        description = "Write what user-data asks for below a folder that stands for the machine's disk.",
        mixinStandardHelpOptions = true)
final class RenderCommand implements Callable<Integer> {
    @Option(names = "--root", paramLabel = "DIR", required = true, description = "the folder")
    private Path root = Path.of("");

    @Option(
            names = "--actions",
            paramLabel = "FILE",
            description = "add a line of JSON for each thing that a running system would have been told to do")
    private @Nullable Path actions;

    @Mixin
    private UserDataOptions userData = new UserDataOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Boot boot = userData.read();
        RootMachine files = new RootMachine(Root.at(root));
        Machine target = actions == null ? files : new ActionLog(files, actions);
        BootReport report = BootReport.perform(boot.plan(target.facts()), target, out::println);
        return Outcome.exitCode(boot, report, userData.sources());
    }
}
