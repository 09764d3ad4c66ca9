package io.muster.bench.watch;

import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/// What can be seen of a server from outside: its process in `/proc`, and what it says of itself.
public record ServerSight(long pid, V2Client client) {
    /// Resident memory, in bytes.
    public double residentBytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", String.valueOf(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Processor time used so far, in milliseconds, as fine as the system counts it.
    double processorMillis() throws IOException {
        String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
        // The name in brackets may hold anything; the twelfth and thirteenth field after it are ticks of 10 ms.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return 10 * (Double.parseDouble(fields[11]) + Double.parseDouble(fields[12]));
    }

    int openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
            return (int) files.count();
        }
    }

    int watchers() throws IOException {
        return client.get("/v2/stats/store").json().path("watchers").asInt(-1);
    }

    /// What remains of the heap after a collection, in bytes; empty when this is not a Java process.
    public OptionalDouble liveHeapBytes() throws IOException {
        // Anything else would die of being asked.
        if (!isJava()) {
            return OptionalDouble.empty();
        }
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process collection = new ProcessBuilder(jcmd.toString(), String.valueOf(pid), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (collection.waitFor() != 0) {
                throw new IOException("process " + pid + " did not collect its garbage when asked to with " + jcmd);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a collection", e);
        }
        double used = client.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        return OptionalDouble.of(used);
    }

    private boolean isJava() throws IOException {
        return Path.of("/proc", String.valueOf(pid), "exe").toRealPath().endsWith("java");
    }
}
