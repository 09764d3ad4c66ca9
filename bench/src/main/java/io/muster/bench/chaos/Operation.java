package io.muster.bench.chaos;

/// An operation of one client on one key. Times are those of [System#nanoTime] in the harness.
///
/// @param invoked when it was sent
/// @param returned when it had taken effect at the latest; [#OPEN] when nobody knows
record Operation(int client, String key, long invoked, long returned, Effect effect) {
    static final long OPEN = Long.MAX_VALUE;

    boolean isOpen() {
        return returned == OPEN;
    }

    Operation returnedBy(long latest) {
        return new Operation(client, key, invoked, Math.min(returned, latest), effect);
    }

    @Override
    public String toString() {
        String end = isOpen() ? "open" : Long.toString(returned / 1_000);
        return "client " + client + " " + key + " " + invoked / 1_000 + ".." + end + " us " + effect;
    }
}
