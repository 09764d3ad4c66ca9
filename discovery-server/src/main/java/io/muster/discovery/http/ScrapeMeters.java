package io.muster.discovery.http;

import io.javalin.http.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;

/// The answers of `/metrics` itself, which the original's library counts as `http_*`. Each is told by the next.
final class ScrapeMeters {
    private static final String HANDLER = "handler";
    private static final String PROMETHEUS = "prometheus";
    private static final double NANOS_A_MICROSECOND = 1e3;

    private final MeterRegistry meters;
    private final DistributionSummary micros;
    private final DistributionSummary asked;
    private final DistributionSummary answered;

    ScrapeMeters(MeterRegistry meters) {
        this.meters = meters;
        this.micros = summary("http_request_duration_microseconds", "The time a scrape took, in microseconds.");
        this.asked = summary("http_request_size_bytes", "The size of a scrape's request.");
        this.answered = summary("http_response_size_bytes", "The size of a scrape's answer.");
    }

    /// @param method as a label
    /// @param text what was answered
    void count(Context context, String method, String text, Duration took) {
        Counter.builder("http_requests")
                .description("Scrapes.")
                .tag("code", Integer.toString(context.statusCode()))
                .tag(HANDLER, PROMETHEUS)
                .tag("method", method)
                .register(meters)
                .increment();
        micros.record(took.toNanos() / NANOS_A_MICROSECOND);
        asked.record(size(context));
        answered.record(text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static double size(Context context) {
        double size = Math.max(0, context.contentLength());
        size += context.method().name().length();
        size += context.path().length();
        size += context.protocol().length();
        for (String name : Collections.list(context.req().getHeaderNames())) {
            size += name.length();
            size += String.valueOf(context.header(name)).length();
        }
        return size;
    }

    private DistributionSummary summary(String name, String help) {
        return DistributionSummary.builder(name)
                .description(help)
                .tag(HANDLER, PROMETHEUS)
                .publishPercentiles(0.5, 0.9, 0.99)
                .register(meters);
    }
}
