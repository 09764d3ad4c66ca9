package io.muster.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `./muster chaos`: does a group keep what it acknowledged, whatever happens to it?
///
/// Exit codes: 0 no violation, 1 violations, 2 the run does not count or could not be made.
public final class Chaos {
    private Chaos() {}

    public static void main(String[] args) {
        int exitCode;
        try {
            exitCode = run(ChaosOptions.parse(args));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            exitCode = 2;
        } catch (Exception e) {
            System.err.println("the run could not be made: " + e);
            exitCode = 2;
        }
        System.exit(exitCode);
    }

    private static int run(ChaosOptions options) throws Exception {
        Path directory = Files.createTempDirectory("muster-chaos-");
        Network network =
                options.loopback() ? Loopback.open(options.members()) : Namespaces.orLoopback(options.members());
        try (Arena arena = Arena.build(directory, network, options.members())) {
            // Ctrl-C leaves nothing behind either
            Runtime.getRuntime().addShutdownHook(new Thread(arena::close, "clean-up"));
            int exitCode = new Run(System.out, options, arena).toItsEnd();
            if (exitCode == 1 && !options.staleReads()) {
                keep(directory, options.seed());
            }
            return exitCode;
        }
    }

    private static void keep(Path directory, long seed) throws IOException {
        Path evidence = Files.createTempDirectory("muster-chaos-seed-" + seed + "-");
        SystemCommand.run("cp", "-r", directory + "/.", evidence.toString());
        System.out.println("logs and data of the members are kept in " + evidence);
    }
}
