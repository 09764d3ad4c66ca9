package io.muster.agent.machine;

import java.io.IOException;
import java.util.List;

/// The programs of a running system: systemctl, useradd and the like.
public interface Host {
    /// What a program answered.
    ///
    /// @param output of stdout and stderr together, stripped
    record Answer(int exitCode, String output) {
        boolean ok() {
            return exitCode == 0;
        }
    }

    /// Runs a program that changes something.
    ///
    /// @param input for its stdin
    /// @throws IOException when there is no such program
    Answer run(String input, List<String> command) throws IOException;

    /// Runs a program that only looks.
    Answer ask(List<String> command) throws IOException;

    /// Whether changes are made, or only foretold.
    boolean isReal();
}
