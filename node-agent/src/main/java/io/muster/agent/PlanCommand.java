package io.muster.agent;

import io.muster.agent.machine.Root;
import io.muster.agent.machine.RootMachine;
import io.muster.cloudconfig.Facts;
import io.muster.cloudconfig.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `node-agent plan FILE`
@Command(
        name = "plan",
        description = "Print the steps that user-data leads to, each with its reason, and change nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    /// A system as it comes out of the box.
    private static final Facts FRESH =
            new Facts("localhost", Set.of("root", "core"), "(machine id)", null, null, Set.of());

    @Parameters(paramLabel = "FILE", description = "user-data")
    private Path file = Path.of("");

    @Option(names = "--root", paramLabel = "DIR", description = "the system to plan for, else a fresh one")
    private @Nullable Path root;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Refusal, IOException {
        PrintWriter out = spec.commandLine().getOut();
        Boot boot = Boot.read(file, machine, spec.commandLine().getErr());
        if (root == null) {
            out.print(boot.plan(FRESH));
            return 0;
        }
        RootMachine target = new RootMachine(Root.at(root));
        Plan plan = boot.plan(target.facts());
        out.print(plan);
        Optional<String> obstacle = target.obstacle(plan);
        if (obstacle.isPresent()) {
            throw new Refusal(obstacle.get() + "; nothing would be changed");
        }
        return 0;
    }
}
