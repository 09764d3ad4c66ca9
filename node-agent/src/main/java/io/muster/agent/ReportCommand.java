package io.muster.agent;

import io.muster.agent.machine.Root;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `node-agent report`
@Command(
        name = "report",
        description = "Send the report of this boot to the discovery page of its token, once the member has registered"
                + " there. Ends with 0 whether or not that works: nothing may depend on it.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "how long to wait for the registration (${DEFAULT-VALUE})")
    private int patience;

    @Option(names = "--root", paramLabel = "DIR", defaultValue = "/", description = "the system below this folder")
    private Path root = Path.of("/");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<SavedReport> report = new ReportFile(Root.at(root), Target.LIVE.workspace()).current();
        if (report.isEmpty()) {
            say("there is no report of this boot, so none is sent");
            return 0;
        }
        say(DiscoveryPage.tell(report.get(), Duration.ofSeconds(patience)));
        return 0;
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
