package io.muster.agent;

import io.muster.agent.machine.FileChange;
import io.muster.agent.machine.LiveHost;
import io.muster.agent.machine.Machine;
import io.muster.agent.machine.Rehearsal;
import io.muster.agent.machine.RootMachine;
import io.muster.agent.machine.SystemdMachine;
import io.muster.cloudconfig.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `node-agent plan FILE`
@Command(
        name = "plan",
        description = "Print the steps that user-data leads to, each with its reason and with what it would change in"
                + " files, and change nothing.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "plan for a system below this folder, else for this one")
    private @Nullable Path root;

    @Mixin
    private UserDataOptions userData = new UserDataOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Boot boot = userData.read();
        Rehearsal rehearsal = Rehearsal.below(root == null ? Path.of("/") : root);
        RootMachine files = new RootMachine(rehearsal);
        Machine machine = root == null ? new SystemdMachine(files, new LiveHost(false)) : files;
        Plan plan = boot.plan(machine.facts());
        Optional<String> obstacle = machine.obstacle(plan);
        if (obstacle.isPresent()) {
            out.print(plan);
            throw new Refusal(obstacle.get() + "; nothing would be changed");
        }
        BootReport report = BootReport.perform(plan, machine, entry -> {
            out.println(new Foretold(entry));
            for (FileChange change : rehearsal.drain()) {
                change.diff().forEach(line -> out.println("    " + line));
            }
        });
        if (report.failure().isPresent()) {
            throw new Refusal("the plan would fail: " + report.failure().get());
        }
        return Outcome.exitCode(boot, userData.sources());
    }

    /// An entry in words of what is to come.
    private record Foretold(BootReport.Entry entry) {
        @Override
        public String toString() {
            return entry.toString().replaceFirst("^done {7}", "change     ");
        }
    }
}
