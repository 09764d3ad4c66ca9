package io.muster.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The real etcd of this machine, with which figures are compared and which tests use as oracle and peer.
///
/// @param version for instance `3.4.23`
public record RealEtcd(Path program, String version) {
    private static final Pattern VERSION = Pattern.compile("etcd Version: (3\\.[0-5]\\.\\d+)");

    /// The first `etcd` on the PATH that has a v2 API and is not a link into our own image.
    public static Optional<RealEtcd> find() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "etcd"))
                .filter(Files::isExecutable)
                .filter(program -> !isOurs(program))
                .flatMap(program -> version(program).map(version -> new RealEtcd(program, version)).stream())
                .findFirst();
    }

    /// The executable and the flags without which 3.4 has no v2 API.
    public List<String> command() {
        return List.of(program.toString(), "--enable-v2", "--logger=zap", "--log-outputs=stderr");
    }

    private static boolean isOurs(Path program) {
        try {
            return program.toRealPath().getFileName().toString().equals("keyspace-server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> version(Path program) {
        try {
            Process process = new ProcessBuilder(program.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher version = VERSION.matcher(output);
            return version.find() ? Optional.of(version.group(1)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot ask " + program + " for its version", e);
        }
    }
}
