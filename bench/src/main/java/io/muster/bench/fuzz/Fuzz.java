package io.muster.bench.fuzz;

import io.muster.bench.Directories;
import io.muster.bench.Image;
import io.muster.bench.RealEtcd;
import io.muster.bench.StaticCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `./muster fuzz`: does a server of ours answer random operations as a real etcd does?
///
/// Exit codes: 0 no unexplained difference, 1 a difference, 2 the question could not be asked.
public final class Fuzz {
    private static final int SCRIPT_STEPS = 60;

    private final PrintStream out;
    private final FuzzOptions options;

    private Fuzz(PrintStream out, FuzzOptions options) {
        this.out = out;
        this.options = options;
    }

    public static void main(String[] args) {
        try {
            System.exit(new Fuzz(System.out, FuzzOptions.parse(args)).start() ? 0 : 1);
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private boolean start() throws IOException {
        Path data = Files.createTempDirectory("muster-fuzz-");
        List<String> ours = List.of(Image.current().program("keyspace-server").toString());
        try (StaticCluster member = StaticCluster.start(ours, data.resolve("muster"), 1)) {
            Server server = new Server("muster", member.client(0).base());
            if (options.against().isPresent()) {
                return run(
                        new Both<>(server, new Server("etcd", options.against().get())));
            }
            RealEtcd etcd = RealEtcd.find()
                    .orElseThrow(() -> new IllegalArgumentException("no real etcd with a v2 API on the PATH (Debian: "
                            + "apt-get install etcd-server); or name a running one with --against=URL"));
            try (StaticCluster reference = StaticCluster.start(etcd.command(), data.resolve("etcd"), 1)) {
                return run(new Both<>(
                        server,
                        new Server("etcd " + etcd.version(), reference.client(0).base())));
            }
        } finally {
            Directories.delete(data);
        }
    }

    private boolean run(Both<Server> servers) throws IOException {
        Server reference = servers.reference();
        out.printf(
                "seed %d, %d operations against %s at %s%n",
                options.seed(), options.operations(), reference.name(), reference.base());
        Tally tally = new Tally();
        long index = Levelling.start(servers);
        int left = options.operations();
        for (int number = 0; left > 0; number++) {
            int steps = Math.min(left, SCRIPT_STEPS);
            left -= steps;
            List<Step> script = new Generator(options.seed(), number).script(steps);
            Optional<Finding> finding = Replay.of(script, servers, tally, prefix(number), index);
            if (finding.isPresent()) {
                tell(servers, finding.get(), number);
                return false;
            }
            index = reference.index();
        }
        out.println("explained differences: " + tally);
        out.printf("%d operations, no unexplained difference%n", options.operations());
        return true;
    }

    private void tell(Both<Server> servers, Finding finding, int number) throws IOException {
        out.printf("script %d of seed %d is answered differently; shrinking it ...%n", number, options.seed());
        Optional<Finding> shortest = new Shrinker(servers, prefix(number)).shrink(finding);
        if (shortest.isEmpty()) {
            out.println("it did not show again; the whole script:");
        }
        out.print(shortest.orElse(finding).report());
    }

    private String prefix(int number) {
        return "/fuzz-" + options.seed() + "-" + number;
    }
}
