package io.muster.discovery;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/// What the service counts: the answers of each endpoint, by status and method, under the names of the original. May be
/// used from any thread.
final class Metrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    // Anybody can make up a method; a label must not grow with what they think of.
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter newTokens = counter("endpoint_new_requests_total", "Requests for a new token.");
    private final Counter health = counter("endpoint_health_requests_total", "Requests for the state of health.");
    private final Counter tokens = counter("endpoint_token_requests_total", "Requests below a token.");

    Metrics() {
        JvmMetrics.builder().register(registry);
    }

    void countNew(int status, String method) {
        count(newTokens, status, method);
    }

    void countHealth(int status, String method) {
        count(health, status, method);
    }

    void countToken(int status, String method) {
        count(tokens, status, method);
    }

    /// All counters as text.
    byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, registry.scrape(), EscapingScheme.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to memory", e);
        }
        return text.toByteArray();
    }

    private static void count(Counter counter, int status, String method) {
        counter.labelValues(Integer.toString(status), METHODS.contains(method) ? method : "OTHER")
                .inc();
    }

    private Counter counter(String name, String help) {
        return Counter.builder()
                .name(name)
                .help(help)
                .labelNames("code", "method")
                .register(registry);
    }
}
