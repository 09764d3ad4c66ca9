package io.muster.etcdctl;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where a command reads and prints; text is UTF-8 whatever the locale.
record Terminal(InputStream in, PrintStream out, PrintStream err, Palette palette) {
    /// Prints a line and hands it over at once, so that a reader of a pipe sees it.
    ///
    /// @return false when nobody reads any more
    boolean say(String line) {
        out.print(line + "\n");
        return !out.checkError();
    }

    void complain(String line) {
        err.print(line + "\n");
        err.flush();
    }

    /// Everything standard input holds, to its end.
    String readAll() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /// A secret, asked for without showing it; without a terminal, the first line of standard input.
    String secret(String prompt) throws IOException {
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (console.isEmpty()) {
            return readAll().lines().findFirst().orElse("");
        }
        char[] typed = console.get().readPassword(prompt);
        return typed == null ? "" : new String(typed);
    }
}
