package io.muster.discovery;

import io.muster.discovery.backend.Backend;
import io.muster.discovery.registry.Registry;
import io.muster.discovery.registry.RegistryUnavailable;
import io.muster.discovery.registry.Sweep.Swept;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sweeps the registry from time to time. Nobody registers with a token whose time is over; from then on nobody finds
/// it either.
final class Caretaker implements AutoCloseable, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);

    private final Backend backend;
    private final Registry registry;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Caretaker(Backend backend, Registry registry) {
        this.backend = backend;
        this.registry = registry;
    }

    static Caretaker start(Backend backend, Registry registry) {
        Caretaker caretaker = new Caretaker(backend, registry);
        Thread.ofVirtual().name("caretaker").start(caretaker);
        return caretaker;
    }

    @Override
    public void run() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                if (backend.isCaretaker()) {
                    sweep();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void sweep() {
        try {
            Swept swept = registry.sweep().run();
            LOG.info("swept expired={} forgotten={}", swept.expired(), swept.forgotten());
        } catch (RegistryUnavailable e) {
            LOG.warn("the sweep ended early: {}", e.getMessage());
        }
    }
}
