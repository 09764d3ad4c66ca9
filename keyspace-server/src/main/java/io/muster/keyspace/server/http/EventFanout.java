package io.muster.keyspace.server.http;

import io.muster.keyspace.Event;
import io.muster.keyspace.wire.EventJson;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// Carries events from the applying thread to the watches: one thread that encodes an event once, however many wait for
/// it, and hands the bytes on. Nobody waits for it.
final class EventFanout implements AutoCloseable {
    /// @param event null when nothing follows for this watch
    private record Delivery(
            @Nullable HeldWatch watch, @Nullable Event event) {}

    private static final Delivery STOP = new Delivery(null, null);

    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final Thread thread;

    private EventFanout() {
        thread = Thread.ofPlatform().name("fanout").daemon().unstarted(this::deliver);
    }

    static EventFanout start() {
        EventFanout fanout = new EventFanout();
        fanout.thread.start();
        return fanout;
    }

    void event(HeldWatch watch, Event event) {
        deliveries.add(new Delivery(watch, event));
    }

    /// No event will follow for this watch.
    void end(HeldWatch watch) {
        deliveries.add(new Delivery(watch, null));
    }

    @Override
    public void close() {
        deliveries.add(STOP);
    }

    private void deliver() {
        Event encoded = null;
        byte[] line = new byte[0];
        try {
            while (true) {
                Delivery delivery = deliveries.take();
                HeldWatch watch = delivery.watch();
                if (watch == null) {
                    return;
                }
                Event event = delivery.event();
                if (event == null) {
                    watch.finish();
                } else {
                    if (!event.equals(encoded)) {
                        line = EventJson.write(event);
                        encoded = event;
                    }
                    watch.send(line);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
