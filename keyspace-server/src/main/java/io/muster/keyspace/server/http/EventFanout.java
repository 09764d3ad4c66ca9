package io.muster.keyspace.server.http;

import io.muster.keyspace.Event;
import io.muster.keyspace.server.Dialect;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries events from the applying thread to the watches: one thread that encodes an event once, however many wait for
/// it, and hands the bytes on. Nobody waits for it; when it cannot keep up, watches are hung up on.
final class EventFanout implements AutoCloseable {
    /// @param event null when nothing follows for this watch
    private record Delivery(HeldWatch watch, @Nullable Event event) {}

    private static final Logger LOG = LoggerFactory.getLogger(EventFanout.class);

    // A wave to every watch of a full server, some ten times over.
    private static final int WAITING_MAX = 1 << 18;

    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>(WAITING_MAX);
    private final Dialect dialect;
    private final Thread thread;

    // The last event and its bytes, known to the thread alone.
    private @Nullable Event encodedEvent;
    private byte[] encoded = {};

    private EventFanout(Dialect dialect) {
        this.dialect = dialect;
        thread = Thread.ofPlatform().name("fanout").daemon().unstarted(this::run);
    }

    static EventFanout start(Dialect dialect) {
        EventFanout fanout = new EventFanout(dialect);
        fanout.thread.start();
        return fanout;
    }

    void event(HeldWatch watch, Event event) {
        deliver(watch, event);
    }

    /// No event will follow for this watch.
    void end(HeldWatch watch) {
        deliver(watch, null);
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void deliver(HeldWatch watch, @Nullable Event event) {
        if (!deliveries.offer(new Delivery(watch, event))) {
            watch.hangUp("the member cannot keep up with its watches");
        }
    }

    private void run() {
        try {
            while (true) {
                Delivery delivery = deliveries.take();
                try {
                    hand(delivery);
                } catch (RuntimeException e) {
                    LOG.error("an event could not be delivered", e);
                    delivery.watch().hangUp("an event could not be delivered");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hand(Delivery delivery) {
        Event event = delivery.event();
        if (event == null) {
            delivery.watch().finish();
            return;
        }
        if (!event.equals(encodedEvent)) {
            encoded = dialect.body(event);
            encodedEvent = event;
        }
        delivery.watch().send(encoded);
    }
}
