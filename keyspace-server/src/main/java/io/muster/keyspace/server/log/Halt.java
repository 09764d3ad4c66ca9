package io.muster.keyspace.server.log;

/// Ends the process after a fault that makes it unsafe to go on: a disk that failed once may have lost what it was
/// asked to keep, and whoever asks it again is told that all is well.
public interface Halt {
    /// Ends the process at once with this last line. Returns in tests only; the caller must then stop by itself.
    void halt(String line);

    /// Ends the JVM without running its shutdown hooks, which could still acknowledge something.
    static Halt process() {
        return line -> {
            System.err.println(line);
            System.err.flush();
            Runtime.getRuntime().halt(1);
        };
    }
}
