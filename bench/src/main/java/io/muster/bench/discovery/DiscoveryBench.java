package io.muster.bench.discovery;

import io.muster.bench.Directories;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// `./muster bench discovery`: how fast are tokens given out and registrations taken, beside the original; what do a
/// million tokens cost, and thousands of nodes that wait?
public final class DiscoveryBench {
    private DiscoveryBench() {}

    public static void main(String[] args) throws IOException {
        try {
            run(DiscoveryOptions.parse(args), System.out);
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(DiscoveryOptions options, PrintStream out) throws IOException {
        Files.createDirectories(options.directory());
        Path data = Files.createTempDirectory(options.directory(), "discovery-");
        String fileSystem = Files.getFileStore(data).type();
        if (fileSystem.equals("tmpfs")) {
            throw new IllegalArgumentException(
                    data + " is on a tmpfs, which forgets to be a disk; name another folder with --dir=FOLDER");
        }
        out.printf(
                "file system %s, %d processors%n",
                fileSystem, Runtime.getRuntime().availableProcessors());
        try {
            for (String part : options.parts()) {
                Path folder = Files.createDirectories(data.resolve(part));
                switch (part) {
                    case "rate" -> new Rates(options, out).measure(folder);
                    case "growth" -> new Growth(options, out).measure(folder);
                    case "waiting" -> new WaitingNodes(options, out).measure(folder);
                    default ->
                        throw new IllegalArgumentException(
                                "unknown part " + part + "; there are rate, growth, waiting");
                }
            }
        } finally {
            Directories.delete(data);
        }
    }
}
