package io.muster.etcdctl;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Performs many commands in one process, for `./muster train` to record their classes: a JVM notes the classes of
/// one process only, and one command needs but a part of them.
final class Rehearsal {
    private Rehearsal() {}

    /// Reads command lines from standard input, one a line, their words separated by blanks.
    public static void main(String[] args) throws IOException {
        var out = Etcdctl.stream(FileDescriptor.out);
        var err = Etcdctl.stream(FileDescriptor.err);
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int code = Etcdctl.run(
                        List.of(line.split(" ", -1)), System.getenv(), InputStream.nullInputStream(), out, err);
                if (code != 0) {
                    throw new IllegalStateException("etcdctl " + line + ": exit code " + code);
                }
            }
        }
    }
}
