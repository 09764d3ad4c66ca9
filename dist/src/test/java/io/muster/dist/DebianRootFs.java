package io.muster.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/// A small Debian with systemd, as a tar file for `docker import`. Debootstrap makes it once, from Debian's mirror, and
/// it is kept in the build directory.
final class DebianRootFs {
    private static final String RELEASE = "bookworm";
    private static final String PACKAGES = "systemd,systemd-sysv,dbus";
    private static final Path KEPT = Path.of("target", "debian-" + RELEASE + ".tar");
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private DebianRootFs() {}

    /// Where it is; the suite is left out aloud where it cannot be made.
    ///
    /// @param scratch where it is put together
    static Path tar(Path scratch) {
        Path kept = KEPT.toAbsolutePath();
        if (Files.exists(kept)) {
            return kept;
        }
        Path debootstrap = Tool.require("debootstrap", "debootstrap");
        Path folder = scratch.resolve("rootfs");
        try {
            configure(folder);
            Command made =
                    run(scratch, debootstrap.toString(), "--variant=minbase", "--include=" + PACKAGES, RELEASE, folder);
            if (made.exitCode() != 0) {
                throw Tool.leaveOut("left out: debootstrap cannot make a Debian here: "
                        + made.output().lines().reduce("", (before, line) -> line) + made.errors());
            }
            pack(scratch, folder, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            run(scratch, "rm", "-rf", "--one-file-system", folder);
        }
        return kept;
    }

    /// No manuals; and no waiting for the disk, for what is lost in a power cut is made again.
    private static void configure(Path folder) throws IOException {
        Path settings = Files.createDirectories(folder.resolve("etc/dpkg/dpkg.cfg.d"));
        Files.writeString(settings.resolve("small"), """
                path-exclude=/usr/share/doc/*
                path-exclude=/usr/share/man/*
                path-exclude=/usr/share/locale/*
                force-unsafe-io
                """);
    }

    private static void pack(Path scratch, Path folder, Path kept) throws IOException {
        Path draft = scratch.resolve("rootfs.tar");
        Command packed = run(
                scratch,
                "tar",
                "--numeric-owner",
                "--exclude=./var/cache/apt/archives/*.deb",
                "--exclude=./var/lib/apt/lists/*",
                "--exclude=./dev/*",
                "-C",
                folder,
                "-cf",
                draft,
                ".");
        if (packed.exitCode() != 0) {
            throw new IllegalStateException("tar: " + packed.errors());
        }
        Files.createDirectories(kept.getParent());
        Files.move(draft, kept, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Command run(Path scratch, Object... command) {
        return Command.run(
                scratch, Map.of(), Stream.of(command).map(Object::toString).toList(), LIMIT);
    }
}
