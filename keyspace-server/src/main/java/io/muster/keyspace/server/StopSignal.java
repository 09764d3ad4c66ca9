package io.muster.keyspace.server;

import java.time.Duration;

/// Turns SIGTERM and SIGINT into an orderly end: the thread that serves is interrupted, gets time to close what it has
/// open, and the process ends with 0 instead of the signal's number.
public final class StopSignal {
    // Below the ten seconds after which service managers lose patience.
    private static final Duration CLOSING_MAX = Duration.ofSeconds(9);

    private StopSignal() {}

    /// Makes the calling thread the one to interrupt. It must end soon after, and not by `System.exit`.
    ///
    /// @return what to call before the process ends for another reason than a signal
    public static Runnable interruptsThisThread() {
        Thread serving = Thread.currentThread();
        Thread hook = new Thread(() -> end(serving), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> withdraw(hook);
    }

    private static void end(Thread serving) {
        serving.interrupt();
        try {
            boolean closed = serving.join(CLOSING_MAX);
            if (!closed) {
                System.err.println("not everything closed within " + CLOSING_MAX.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    private static void withdraw(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the signal came first, and the process ends as it demands
        }
    }
}
