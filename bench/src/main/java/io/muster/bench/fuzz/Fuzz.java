package io.muster.bench.fuzz;

import io.muster.bench.Directories;
import io.muster.bench.Image;
import io.muster.bench.RealEtcd;
import io.muster.bench.StaticCluster;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// `./muster fuzz`: does a server of ours answer random operations as a real etcd does?
///
/// Exit codes: 0 no unexplained difference, 1 a difference, 2 the question could not be asked.
public final class Fuzz {
    private static final int SCRIPT_STEPS = 60;
    private static final int SCRIPTS_PER_REPORT = 250;

    private final PrintStream out;
    private final FuzzOptions options;
    private final Tally tally = new Tally();
    private final Recorder recorder = new Recorder();
    private final AtomicInteger nextScript = new AtomicInteger();
    private final AtomicInteger findings = new AtomicInteger();

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
        out.printf(
                "seed %d, %d operations against %s%n",
                options.seed(), options.operations(), options.against().orElseGet(() -> "etcd " + etcd().version()));
        long begun = System.nanoTime();
        int repeated = runLanes();
        if (options.record().isPresent()) {
            recorder.write(options.record().get());
        }
        if (findings.get() > 0) {
            return false;
        }
        out.printf(
                "took %d s; scripts repeated because this machine was too slow: %d%n",
                Duration.ofNanos(System.nanoTime() - begun).toSeconds(), repeated);
        out.println("explained differences: " + tally);
        out.printf("%d operations, no unexplained difference%n", options.operations());
        return true;
    }

    /// Returns how many scripts were repeated.
    private int runLanes() throws IOException {
        Path data = Files.createTempDirectory("muster-fuzz-");
        int repeated = 0;
        try (ExecutorService lanes = Executors.newFixedThreadPool(options.lanes())) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < options.lanes(); i++) {
                Path directory = data.resolve("lane" + i);
                running.add(lanes.submit(() -> runLane(directory)));
            }
            for (Future<Integer> lane : running) {
                repeated += lane.get();
            }
            return repeated;
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Directories.delete(data);
        }
    }

    private int runLane(Path data) throws IOException {
        List<String> ours = List.of(Image.current().program("keyspace-server").toString(), "--compat", "3.4");
        try (StaticCluster member = StaticCluster.start(ours, data.resolve("muster"), 1)) {
            String base = member.client(0).base();
            if (options.against().isPresent()) {
                return runScripts(base, options.against().get());
            }
            try (StaticCluster reference = StaticCluster.start(etcd().command(), data.resolve("etcd"), 1)) {
                return runScripts(base, reference.client(0).base());
            }
        }
    }

    private int runScripts(String muster, String etcd) throws IOException {
        try (Server ours = new Server(muster);
                Server reference = new Server(etcd)) {
            Lane lane = new Lane(new Both<>(ours, reference), this::hear);
            while (findings.get() < options.findings()) {
                int number = nextScript.getAndIncrement();
                int steps = Math.min(SCRIPT_STEPS, options.operations() - number * SCRIPT_STEPS);
                if (steps <= 0) {
                    break;
                }
                List<Step> script = new Generator(options.seed(), number).script(steps);
                Optional<Finding> finding = lane.run(script, "/fuzz-" + options.seed() + "-" + number);
                finding.ifPresent(difference -> tell(difference, number));
                if ((number + 1) % SCRIPTS_PER_REPORT == 0) {
                    out.printf("%d operations%n", (number + 1) * SCRIPT_STEPS);
                }
            }
            return lane.repeated();
        }
    }

    private synchronized void tell(Finding finding, int script) {
        if (findings.incrementAndGet() <= options.findings()) {
            out.printf("script %d of seed %d is answered differently%n%s", script, options.seed(), finding.report());
        }
    }

    private void hear(List<Exchange> exchanges) {
        List<Difference> differences = Comparison.of(exchanges.getLast());
        if (!differences.isEmpty()) {
            recorder.offer(tally.count(differences), exchanges);
        }
    }

    private static RealEtcd etcd() {
        return RealEtcd.find()
                .orElseThrow(() -> new IllegalArgumentException("no real etcd with a v2 API on the PATH (Debian: "
                        + "apt-get install etcd-server); or name a running one with --against=URL"));
    }
}
