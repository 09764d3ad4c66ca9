package io.muster.bench.discovery;

import io.muster.bench.watch.CrowdProcess;
import io.muster.bench.watch.Kind;
import io.muster.bench.watch.ServerSight;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/// What nodes cost that wait, three at each token, and how soon all of them hear when a member registers at each.
record WaitingNodes(DiscoveryOptions options, PrintStream out) {
    private static final int NODES_A_TOKEN = 3;
    private static final int PROCESSES = 2;
    private static final String HEAP = "-Xmx1g";

    void measure(Path folder) throws IOException {
        try (Service service = Service.ours(folder, HEAP)) {
            ServerSight sight = new ServerSight(service.process().pid(), service.client());
            List<String> tokens = service.tokens(options.waiting() / NODES_A_TOKEN);
            Path paths = Files.write(
                    folder.resolve("paths"),
                    tokens.stream()
                            .map(token -> "/" + token + "?recursive=true&wait=true")
                            .toList());
            double heapBefore = sight.liveHeapBytes().orElse(0);
            double residentBefore = sight.residentBytes();
            List<CrowdProcess> crowds = new ArrayList<>();
            try {
                Duration opened = Duration.ZERO;
                for (int i = 0; i < PROCESSES; i++) {
                    CrowdProcess crowd =
                            CrowdProcess.start(URI.create(service.client().base()));
                    crowds.add(crowd);
                    crowd.follow(paths);
                    opened = opened.plus(crowd.open(Kind.POLL, options.waiting() / PROCESSES));
                }
                double heap = sight.liveHeapBytes().orElse(0) - heapBefore;
                double resident = sight.residentBytes() - residentBefore;
                long begun = System.nanoTime();
                List<CompletableFuture<Duration>> heard = crowds.stream()
                        .map(crowd -> CompletableFuture.supplyAsync(crowd::hear))
                        .toList();
                service.register(tokens);
                Duration registered = Duration.ofNanos(System.nanoTime() - begun);
                heard.forEach(CompletableFuture::join);
                Duration all = Duration.ofNanos(System.nanoTime() - begun);
                out.printf(
                        Locale.ROOT,
                        "%n%,d nodes wait at %,d tokens, clients in %d processes, one server with %s%n"
                                + "  all wait after, s                     %8.1f%n"
                                + "  live heap a node, KB                  %8.2f%n"
                                + "  resident memory a node, KB            %8.2f%n"
                                + "  a member registered at each after, s  %8.2f%n"
                                + "  the last node has heard after, s      %8.2f%n",
                        options.waiting(),
                        tokens.size(),
                        PROCESSES,
                        HEAP,
                        opened.toMillis() / 1e3,
                        heap / options.waiting() / 1024,
                        resident / options.waiting() / 1024,
                        registered.toMillis() / 1e3,
                        all.toMillis() / 1e3);
            } finally {
                crowds.forEach(CrowdProcess::close);
            }
        }
    }
}
