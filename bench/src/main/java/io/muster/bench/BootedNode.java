package io.muster.bench;

import java.nio.file.Path;

/// A node that `node-agent up` brought up.
///
/// @param portBase its client port; the next three are its peer port and the two of the first generation
/// @param root the folder that stands for its disk
public record BootedNode(String name, int portBase, Path root, ServerProcess process) {
    /// How many consecutive ports a node takes.
    public static final int PORTS = 4;

    public V2Client client() {
        return new V2Client("http://127.0.0.1:" + portBase);
    }

    /// The line in which the node told its plan.
    ///
    /// @throws Eventually.Hopeless when it ended without one
    public String plan() {
        return process.output()
                .lines()
                .filter(line -> line.contains("plan:"))
                .findFirst()
                .map(line ->
                        line.substring(line.indexOf("plan:") + "plan:".length()).strip())
                .orElseGet(() -> {
                    process.requireAlive();
                    throw new IllegalStateException(name + " has not told its plan yet");
                });
    }
}
