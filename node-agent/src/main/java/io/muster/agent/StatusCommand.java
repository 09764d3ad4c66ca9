package io.muster.agent;

import io.muster.agent.machine.Root;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `node-agent status`
@Command(
        name = "status",
        description = "Tell how this boot went. Exit code 0 when everything was applied, 1 when it failed, 3 when there"
                + " is no report yet.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private static final int NOT_YET = 3;
    private static final long PAUSE_MILLIS = 100;

    @Option(names = "--wait", description = "wait until the boot has ended")
    private boolean wait;

    @Option(names = "--json", description = "print the report as it is kept")
    private boolean json;

    @Option(names = "--root", paramLabel = "DIR", defaultValue = "/", description = "the system below this folder")
    private Path root = Path.of("/");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ReportFile file = new ReportFile(Root.at(root), Target.LIVE.workspace());
        try {
            Optional<SavedReport> report = file.current();
            while (wait && (report.isEmpty() || report.get().state().equals(SavedReport.RUNNING))) {
                Thread.sleep(PAUSE_MILLIS);
                report = file.current();
            }
            if (report.isEmpty()) {
                out.println("no boot has been reported since this system started");
                return NOT_YET;
            }
            if (json) {
                out.print(report.get().json());
            } else {
                report.get().lines().forEach(out::println);
            }
            return switch (report.get().state()) {
                case SavedReport.APPLIED -> 0;
                case SavedReport.RUNNING -> NOT_YET;
                default -> 1;
            };
        } catch (AccessDeniedException e) {
            throw new Refusal("the report may only be read by root; use sudo", e);
        }
    }
}
