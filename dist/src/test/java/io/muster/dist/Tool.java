package io.muster.dist;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.muster.bench.RealEtcd;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Programs of other projects that a suite needs. Where one is missing the suite is left out aloud; on a build server
/// that is a failure.
final class Tool {
    /// Debian's, for which it packages modules; the one on the PATH may be another.
    static final String PYTHON = "/usr/bin/python3";

    private Tool() {}

    /// A program on the PATH.
    static Path require(String name, String debianPackage) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> missing(name, debianPackage));
    }

    /// Makes sure that Debian's Python has a module of another project.
    static void requirePython(String module, String debianPackage) {
        if (!Files.isExecutable(Path.of(PYTHON))
                || Command.run(Path.of("."), PYTHON, "-c", "import " + module).exitCode() != 0) {
            throw missing("Python's module " + module, debianPackage);
        }
    }

    /// The real etcd with a v2 API.
    static RealEtcd requireEtcd() {
        return RealEtcd.find().orElseThrow(() -> missing("etcd 3.4", "etcd-server"));
    }

    /// strace, where it may trace.
    static void requireStrace() {
        Path strace = require("strace", "strace");
        Command probe = Command.run(Path.of("."), strace.toString(), "-f", "-o", "/dev/null", "true");
        if (probe.exitCode() != 0) {
            leaveOut("left out: strace may not trace here: " + probe.errors().strip());
        }
    }

    private static IllegalStateException missing(String name, String debianPackage) {
        return leaveOut("left out: " + name + " is not installed (Debian: apt-get install " + debianPackage + ")");
    }

    /// Ends the suite that cannot run here. What it returns is only for the compiler: both branches throw.
    static IllegalStateException leaveOut(String line) {
        if (Boolean.getBoolean("muster.suites.required")) {
            fail(line);
        }
        System.out.println(line);
        abort(line);
        return new IllegalStateException(line);
    }
}
