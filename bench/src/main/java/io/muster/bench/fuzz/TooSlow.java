package io.muster.bench.fuzz;

/// This machine was too slow for a script's times to live: a key may have expired between different operations on the
/// two servers. Says nothing of either; the script must be run again.
final class TooSlow extends Exception {
    private static final long serialVersionUID = 1;

    TooSlow() {
        super("this machine was too slow for the times to live", null, false, false);
    }
}
