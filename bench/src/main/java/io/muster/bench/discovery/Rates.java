package io.muster.bench.discovery;

import io.muster.bench.Figures;
import io.muster.bench.Wrk;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How many tokens a second are given out, and how many registrations taken, by ours and by the original. Each does the
/// same once before, unmeasured; then they take turns within each round. Everything is durable before it is
/// acknowledged.
record Rates(DiscoveryOptions options, PrintStream out) {
    private static final int CLIENTS = 64;
    private static final int THREADS = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(10);

    // More than either registers in one measurement.
    private static final int REGISTRATIONS_A_SECOND_MAX = 24_000;
    private static final int SIZE = 3;

    void measure(Path folder) throws IOException {
        Wrk wrk = new Wrk(folder.resolve("scripts"));
        List<Service> services = new ArrayList<>();
        try {
            services.add(Service.ours(folder.resolve("muster"), ""));
            Service.original(folder.resolve("original")).ifPresent(services::add);
            if (services.size() == 1) {
                out.println("no etcd-discovery with a real etcd on the PATH (Debian: apt-get install etcd-discovery"
                        + " etcd-server): no ratios");
            }
            services.forEach(service -> wrk.run("new", "", service.client(), CLIENTS, THREADS, WARM_UP));
            table(
                    "tokens given out",
                    services,
                    service -> wrk.run("new", "", service.client(), CLIENTS, THREADS, length()));
            int enough = REGISTRATIONS_A_SECOND_MAX * options.seconds() / SIZE;
            table("registrations", services, service -> {
                Path tokens = Files.write(folder.resolve("tokens"), service.tokens(enough));
                return wrk.run("register", tokens.toString(), service.client(), CLIENTS, THREADS, length());
            });
        } finally {
            services.forEach(Service::close);
        }
    }

    private interface Measurement {
        Wrk.Figure of(Service service) throws IOException;
    }

    private void table(String what, List<Service> services, Measurement measurement) throws IOException {
        for (Service service : services) {
            var _ = measurement.of(service);
        }
        Map<String, Figures> figures = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            for (Service service : services) {
                figures.computeIfAbsent(service.name(), _ -> new Figures()).add(measurement.of(service));
            }
        }
        out.printf(
                "%n%s, %d keep-alive clients, median (lowest–highest) of %d × %d s%n",
                what, CLIENTS, options.rounds(), options.seconds());
        figures.forEach((name, figure) -> out.printf("  %-36s %s%n", name, figure));
        List<Figures> both = List.copyOf(figures.values());
        if (both.size() == 2) {
            out.printf(
                    Locale.ROOT,
                    "  ratio %.2f%n",
                    both.getFirst().medianPerSecond() / both.getLast().medianPerSecond());
        }
    }

    private Duration length() {
        return Duration.ofSeconds(options.seconds());
    }
}
