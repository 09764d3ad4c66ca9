package io.muster.discovery.edge;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.keyspace.server.http.RequestTarget;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Brings an orderly end about: what was begun is answered, what comes later is told to come again, and waits, which
/// have no end of their own, are left to be cut. A cut wait is what nodes take as a reason to ask again; an answer
/// without an event would make them give up.
public final class Drain extends Handler.Wrapper {
    private static final Pattern WAIT = Pattern.compile("(^|&)wait=(?!f|F|0)");

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger waits = new AtomicInteger();
    private final CountDownLatch answered = new CountDownLatch(1);
    private volatile boolean ending;

    public Drain(MeterRegistry meters, Handler next) {
        super(next);
        gauge("muster_discovery_open_requests", "Requests being answered, waits left out.", begun, meters);
        gauge("muster_discovery_open_waits", "Clients that wait for an event.", waits, meters);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean waits = isWait(request);
        AtomicInteger open = waits ? this.waits : begun;
        open.incrementAndGet();
        Request.addCompletionListener(request, _ -> {
            if (open.decrementAndGet() == 0 && ending && !waits) {
                answered.countDown();
            }
        });
        if (ending) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            new JsonError(503, "Service unavailable", "the server is stopping; try again").write(response, callback);
            return true;
        }
        return super.handle(request, response, callback);
    }

    /// Stops accepting connections.
    public void begin() {
        for (Connector connector : getServer().getConnectors()) {
            var _ = connector.shutdown();
        }
        ending = true;
    }

    /// Returns when all is answered that is no wait, or when the patience is over.
    ///
    /// @return whether all was answered
    public boolean finish(Duration patience) throws InterruptedException {
        if (begun.get() == 0) {
            return true;
        }
        return answered.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean isWait(Request request) {
        String query = RequestTarget.of(request).query();
        return query != null && WAIT.matcher(query).find();
    }

    private static void gauge(String name, String help, AtomicInteger value, MeterRegistry meters) {
        Gauge.builder(name, value::get).description(help).strongReference(true).register(meters);
    }
}
