package io.muster.keyspace.server.proxy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.muster.keyspace.server.Durations;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Counts what a proxy is asked and how it went, under the names of `etcd_proxy_*`.
final class ProxyMeters {
    private static final Duration FIRST_BUCKET = Duration.ofNanos(500_000);
    private static final int BUCKETS = 13;

    private final MeterRegistry meters;

    ProxyMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /// Why a request was not handed on.
    enum Dropped {
        ZERO_ENDPOINTS,
        FAILED_SENDING_REQUEST,
        FAILED_GETTING_RESPONSE;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    void received(String method) {
        Counter.builder("etcd_proxy_requests")
                .description("Requests that came, by method.")
                .tag("method", known(method))
                .register(meters)
                .increment();
    }

    /// A member has answered.
    ///
    /// @param nanos how long it took until its answer began
    void handled(String method, int status, long nanos) {
        Counter.builder("etcd_proxy_handled")
                .description("Requests that a member answered, by method and status.")
                .tag("method", known(method))
                .tag("code", Integer.toString(status))
                .register(meters)
                .increment();
        Durations.histogram(
                        "etcd_proxy_handling_duration",
                        "How long it took until a member began to answer, by method.",
                        FIRST_BUCKET,
                        BUCKETS)
                .tag("method", known(method))
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    void dropped(String method, Dropped why) {
        Counter.builder("etcd_proxy_dropped")
                .description("Attempts to hand a request on that failed, by method and reason.")
                .tag("method", known(method))
                .tag("proxying_error", why.word())
                .register(meters)
                .increment();
    }

    // Clients may send any word, and each would stay.
    private static String known(String method) {
        return switch (method) {
            case "GET", "HEAD", "PUT", "POST", "DELETE" -> method;
            default -> "other";
        };
    }
}
