package io.muster.agent;

import io.muster.keyspace.server.ProductVersion;
import io.muster.keyspace.server.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/// The program `node-agent`, and `coreos-cloudinit` when it is called by that name.
@Command(
        name = "node-agent",
        description = "Makes a machine what its user-data asks for.",
        mixinStandardHelpOptions = true,
        versionProvider = NodeAgent.Version.class,
        footer = {"", CheckCommands.USAGE},
        subcommands = {
            PlanCommand.class,
            RenderCommand.class,
            ApplyCommand.class,
            BootCommand.class,
            StatusCommand.class,
            ReportCommand.class,
            UpCommand.class
        })
public final class NodeAgent {
    private NodeAgent() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status = System.getProperty("muster.program", "node-agent").equals(CoreosCloudinit.NAME)
                ? CoreosCloudinit.run(List.of(args), out, err)
                : run(List.of(args), out, err);
        out.flush();
        err.flush();
        if (!Thread.currentThread().isInterrupted()) {
            System.exit(status);
        }
    }

    /// Runs one command line and returns the exit code: 0, 1 for a refusal, 2 for a command line that cannot be read.
    static int run(List<String> args, PrintWriter out, PrintWriter err) {
        if (CheckCommands.knows(args)) {
            return CheckCommands.run(args, out, err);
        }
        return new CommandLine(new NodeAgent())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((fault, given) -> misused(fault, err))
                .setExecutionExceptionHandler((failure, command, parsed) -> refused(failure, err))
                .execute(args.toArray(String[]::new));
    }

    private static int misused(ParameterException fault, PrintWriter err) {
        err.println("node-agent: %s; %s --help lists what there is"
                .formatted(
                        String.valueOf(fault.getMessage()).lines().collect(Collectors.joining(" ")),
                        fault.getCommandLine().getCommandSpec().qualifiedName()));
        return 2;
    }

    private static int refused(Exception failure, PrintWriter err) throws Exception {
        String message =
                switch (failure) {
                    case Refusal refusal -> refusal.getMessage();
                    case StartFailure start -> start.getMessage();
                    case NotDirectoryException no -> no.getFile() + " is not a folder; name one with --root";
                    case IOException io -> "cannot look at the system: " + io.getMessage();
                    default -> throw failure;
                };
        String.valueOf(message).lines().forEach(line -> err.println("node-agent: " + line));
        return failure instanceof StartFailure start ? start.exitCode() : 1;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"node-agent " + ProductVersion.muster()};
        }
    }
}
