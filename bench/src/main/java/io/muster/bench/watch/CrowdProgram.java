package io.muster.bench.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// A [Crowd] as a process of its own, so that it shares neither memory nor open files with anything measured. Takes one
/// command a line, and answers each with a line: `ok NANOSECONDS`, or `failed` and why.
final class CrowdProgram {
    private CrowdProgram() {}

    /// Serves commands until its input ends.
    ///
    /// @param args host and port of the server
    public static void main(String[] args) throws IOException {
        InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
        try (Crowd crowd = new Crowd(server);
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(answer(crowd, line.split(" ", -1)));
            }
        }
    }

    private static String answer(Crowd crowd, String[] words) {
        long begun = System.nanoTime();
        try {
            switch (words[0]) {
                case "follow" -> crowd.follow(Files.readAllLines(Path.of(words[1])));
                case "hear" -> crowd.hear();
                case "open" -> crowd.open(kind(words[1]), Integer.parseInt(words[2]));
                case "wake" -> {
                    return "ok " + crowd.wake().toNanos();
                }
                case "again" -> crowd.watchAgain(kind(words[1]));
                case "leave" -> crowd.leave();
                default -> throw new IllegalArgumentException("unknown command " + words[0]);
            }
            return "ok " + (System.nanoTime() - begun);
        } catch (IOException | UncheckedIOException e) {
            return "failed " + e.getMessage();
        }
    }

    private static Kind kind(String word) {
        return Kind.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
