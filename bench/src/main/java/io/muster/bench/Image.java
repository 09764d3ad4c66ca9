package io.muster.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/// The runnable image that `./muster build` makes.
public record Image(Path home) {
    public Image {
        if (!Files.isDirectory(home.resolve("bin"))) {
            throw new IllegalArgumentException("no image at " + home + "; make it with ./muster build");
        }
    }

    /// The image named by the system property `muster.image`, else the one below the current directory.
    public static Image current() {
        return new Image(Path.of(System.getProperty("muster.image", "dist/target/muster"))
                .toAbsolutePath());
    }

    /// The launcher of a program, for instance `etcdctl`.
    public Path program(String name) {
        return home.resolve("bin").resolve(name);
    }
}
