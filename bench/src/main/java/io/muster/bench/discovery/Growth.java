package io.muster.bench.discovery;

import io.muster.bench.ProcessFigures;
import io.muster.bench.Wrk;
import io.muster.bench.watch.ServerSight;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// What tokens cost that only lie there, from a thousand to a million.
record Growth(DiscoveryOptions options, PrintStream out) {
    private static final int CLIENTS = 64;
    private static final int FIRST = 1_000;
    private static final int STEP = 10;
    private static final Duration LOOK = Duration.ofSeconds(2);
    // What the load generator makes in that time.
    private static final int AT_MOST_ONE_BY_ONE = 40_000;
    private static final String HEAP = "-Xmx3g";
    // Two keys for each token, and the directory of all of them.
    private static final int INDICES_A_TOKEN = 2;

    void measure(Path folder) throws IOException {
        Wrk wrk = new Wrk(folder.resolve("scripts"));
        try (Service service = Service.ours(folder, HEAP)) {
            ServerSight sight = new ServerSight(service.process().pid(), service.client());
            double heapBefore = heap(sight);
            out.printf("%nidle tokens, one server with %s%n", HEAP);
            out.printf(
                    "%12s %16s %14s %14s %14s%n",
                    "tokens", "live heap, MB", "bytes a token", "resident, MB", "/new a second");
            for (int wanted = FIRST; wanted <= options.tokens(); wanted *= STEP) {
                fill(service, wrk, wanted);
                long tokens = tokens(service);
                double heap = heap(sight);
                double resident = ProcessFigures.residentBytes(service.process().pid());
                out.printf(
                        Locale.ROOT,
                        "%,12d %16.1f %14.0f %14.0f %,14.0f%n",
                        tokens,
                        heap / (1 << 20),
                        (heap - heapBefore) / tokens,
                        resident / (1 << 20),
                        rate(service, wrk));
            }
        }
    }

    private static void fill(Service service, Wrk wrk, int wanted) throws IOException {
        for (long missing = wanted - tokens(service); missing > 0; missing = wanted - tokens(service)) {
            if (missing > AT_MOST_ONE_BY_ONE) {
                rate(service, wrk);
            } else {
                service.tokens((int) missing);
            }
        }
    }

    private static double rate(Service service, Wrk wrk) {
        return wrk.run("new", "", service.client(), CLIENTS, 2, LOOK).perSecond();
    }

    private static long tokens(Service service) throws IOException {
        String unknown = "0".repeat(32);
        return service.client().get("/" + unknown).json().path("index").asLong() / INDICES_A_TOKEN;
    }

    private static double heap(ServerSight sight) throws IOException {
        return sight.liveHeapBytes().orElseThrow(() -> new IllegalStateException("the server is no Java process"));
    }
}
