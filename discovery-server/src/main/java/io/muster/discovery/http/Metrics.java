package io.muster.discovery.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.muster.keyspace.server.http.ProcessMeters;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/// What the service counts: the answers of each endpoint, by status and method, under the names of the original. May be
/// used from any thread.
public final class Metrics {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    // Anybody can make up a method; a label must not grow with what they think of.
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ScrapeMeters scrapes = new ScrapeMeters(meters);

    public Metrics() {
        new ProcessMeters().bindTo(meters);
    }

    /// Counts an answer to somebody who asked for a token.
    public void countNew(int status, String method) {
        count("endpoint_new_requests", "Requests for a new token.", status, method);
    }

    void countHealth(int status, String method) {
        count("endpoint_health_requests", "Requests for the state of health.", status, method);
    }

    void countToken(int status, String method) {
        count("endpoint_token_requests", "Requests below a token.", status, method);
    }

    /// What `/metrics` shows, for others to add to.
    public MeterRegistry meters() {
        return meters;
    }

    /// Answers with all of it as text.
    void answer(Context context) {
        long begun = System.nanoTime();
        String text = meters.scrape(CONTENT_TYPE);
        context.contentType(CONTENT_TYPE).result(text);
        String method = label(context.method().name()).toLowerCase(Locale.ROOT);
        scrapes.count(context, method, text, Duration.ofNanos(System.nanoTime() - begun));
    }

    private void count(String name, String help, int status, String method) {
        Counter.builder(name)
                .description(help)
                .tag("code", Integer.toString(status))
                .tag("method", label(method))
                .register(meters)
                .increment();
    }

    private static String label(String method) {
        return METHODS.contains(method) ? method : "OTHER";
    }
}
