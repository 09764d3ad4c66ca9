package io.muster.keyspace.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// How much of something there may be at once. What is beyond it is refused at once, rather than kept waiting without
/// end. May be used from any thread.
final class Limit {
    private final String flag;
    private final long most;
    private final AtomicLong now = new AtomicLong();
    private final Counter refused;

    /// @param what as `--max-WHAT` names it
    Limit(String what, long most, MeterRegistry meters) {
        this.flag = "--max-" + what;
        this.most = most;
        Gauge.builder("muster_limit_used", now, AtomicLong::get)
                .description("How much there is now, by limit.")
                .tag("limit", what)
                .register(meters);
        Gauge.builder("muster_limit", () -> most)
                .description("How much there may be at once, by limit.")
                .tag("limit", what)
                .register(meters);
        this.refused = refusals(what, meters);
    }

    /// Counts what is refused for a limit of single requests, which has nothing that could be used up.
    static Counter refusals(String what, MeterRegistry meters) {
        return Counter.builder("muster_limit_refused")
                .description("What was refused beyond a limit, by limit.")
                .tag("limit", what)
                .register(meters);
    }

    /// Takes one more in; false when that would be too many. Whoever is in must [#leave].
    boolean enter() {
        return enter(1);
    }

    /// The same for that much at once.
    boolean enter(long much) {
        if (now.addAndGet(much) <= most) {
            return true;
        }
        now.addAndGet(-much);
        refused.increment();
        return false;
    }

    /// Whether there is no room for one more.
    boolean isReached() {
        return now.get() >= most;
    }

    void leave() {
        leave(1);
    }

    void leave(long much) {
        now.addAndGet(-much);
    }

    /// What whoever could not enter is told.
    String refusal() {
        return "this server has as much to do as " + flag + "=" + most + " allows; try again later, or elsewhere";
    }

    /// Answers whoever could not enter.
    void refuse(Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        Answers.text(503, refusal() + "\n", response, callback);
    }
}
