package io.muster.keyspace.server.bootstrap;

import java.time.Duration;

/// Waits before another try. `Thread::sleep` in a process; tests write down how long they were asked to wait.
@FunctionalInterface
public interface Pauser {
    void pause(Duration delay) throws InterruptedException;
}
