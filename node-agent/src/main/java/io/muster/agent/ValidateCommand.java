package io.muster.agent;

import io.muster.cloudconfig.Report;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `node-agent validate FILE`
@Command(
        name = "validate",
        description = "Check user-data and change nothing. Exit code 1 when it has errors.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "user-data")
    private Path file = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Refusal {
        PrintWriter out = spec.commandLine().getOut();
        Report report = new UserDataFile(file).read().report();
        report.lines(file.toString()).forEach(out::println);
        if (report.findings().isEmpty()) {
            out.println(file + ": no findings");
        }
        return report.hasErrors() ? 1 : 0;
    }
}
