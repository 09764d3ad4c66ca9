package io.muster.keyspace.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.server.Durations;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Counts requests for keys and measures how long they took, under the names of `etcd_http_*`. A request that made
/// sense counts as received; a watch is received, but neither fast nor slow. May be used from any thread.
final class KeyRequestMeters {
    private static final Duration FIRST_BUCKET = Duration.ofNanos(500_000);
    private static final int BUCKETS = 13;
    private static final int NO_ANSWER = 500;
    private static final int TOO_MANY = 503;

    private final MeterRegistry meters;
    private final Map<String, ForMethod> methods = new ConcurrentHashMap<>();

    KeyRequestMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /// Counts a request.
    ///
    /// @param method one of the few that are served
    Received received(String method, KeyRequest request) {
        boolean quorum = request instanceof KeyRequest.Fetch fetch
                && fetch.read().consistency() == Read.Consistency.LINEARIZABLE
                && method.equals("GET");
        ForMethod counted = methods.computeIfAbsent(quorum ? "QGET" : method, ForMethod::new);
        counted.received.increment();
        return new Received(counted, System.nanoTime());
    }

    /// A request that is being served.
    record Received(ForMethod method, long nanos) {
        void answered(Outcome outcome) {
            switch (outcome) {
                case Event _ -> method.succeeded.record(System.nanoTime() - nanos, TimeUnit.NANOSECONDS);
                case Failure failure -> method.failed(failure.code().status());
                case AccessOutcome _, MembershipOutcome _ ->
                    throw new IllegalArgumentException("not about keys: " + outcome);
            }
        }

        void broken() {
            method.failed(NO_ANSWER);
        }

        void refused() {
            method.failed(TOO_MANY);
        }
    }

    private final class ForMethod {
        private final String method;
        private final Counter received;
        private final Timer succeeded;
        private final Map<Integer, Counter> failed = new ConcurrentHashMap<>();

        ForMethod(String method) {
            this.method = method;
            this.received = Counter.builder("etcd_http_received")
                    .description("Requests for keys that made sense, by method.")
                    .tag("method", method)
                    .register(meters);
            this.succeeded = Durations.histogram(
                            "etcd_http_successful_duration",
                            "How long requests for keys took that succeeded, watches left out, by method.",
                            FIRST_BUCKET,
                            BUCKETS)
                    .tag("method", method)
                    .register(meters);
        }

        void failed(int status) {
            failed.computeIfAbsent(status, this::failures).increment();
        }

        private Counter failures(int status) {
            return Counter.builder("etcd_http_failed")
                    .description("Requests for keys that were refused or failed, by method and status.")
                    .tag("method", method)
                    .tag("code", Integer.toString(status))
                    .register(meters);
        }
    }
}
