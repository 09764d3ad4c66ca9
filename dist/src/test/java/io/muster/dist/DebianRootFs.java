package io.muster.dist;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A small Debian with systemd, as a tar file for `docker import`. It is made once, from Debian's mirror, and is kept
/// in the build directory.
final class DebianRootFs {
    private static final Path KEPT = Path.of("target", "debian.tar");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private DebianRootFs() {}

    /// Where it is, once it has been made; the suite is left out aloud where it cannot be.
    static Path tar() {
        Path kept = KEPT.toAbsolutePath();
        Path script = Path.of(System.getProperty("muster.sources", ".."), "dist/debian.sh");
        Command made = Command.run(
                Path.of("").toAbsolutePath(),
                Map.of(),
                List.of("sh", script.toAbsolutePath().toString(), kept.toString()),
                LIMIT);
        if (made.exitCode() != 0) {
            throw Tool.leaveOut("left out: " + made.errors());
        }
        return kept;
    }
}
