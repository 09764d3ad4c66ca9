package io.muster.keyspace.server.peer;

/// Decides which frames get through, so that tests can part members that are well connected.
@FunctionalInterface
public interface FrameFilter {
    FrameFilter ALL_PASS = (from, to) -> true;

    /// Whether a frame between these two members gets through; asked on either side.
    boolean passes(long from, long to);
}
