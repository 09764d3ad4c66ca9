package io.muster.keyspace.server.proxy;

import io.muster.keyspace.server.http.Departure;
import io.muster.keyspace.server.http.RequestTarget;
import io.muster.keyspace.server.proxy.ProxyMeters.Dropped;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request on its way to the members, one after the other until one answers, and its answer on the way back.
///
/// What may have reached a member is tried again only if it changes nothing: of a write that broke nobody knows
/// whether it happened, and the client is told so. A long poll that has not been told anything yet ends empty, and its
/// client asks again. Everything here happens one thing after the other, on the threads of both sides' connections.
final class Forwarding {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);

    private final Forwarder forwarder;
    private final byte[] body;
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final boolean longPoll;
    private final Deque<String> untried;
    private final int candidates;
    private final long began = System.nanoTime();
    private final String target;
    private @Nullable Departure departure;
    private volatile @Nullable Attempt current;
    private volatile boolean left;
    private final AtomicBoolean ended = new AtomicBoolean();

    // Of the answer, once there is one.
    private @Nullable Answer answer;
    private boolean passed;

    Forwarding(Forwarder forwarder, byte[] body, Request request, Response response, Callback callback) {
        this.forwarder = forwarder;
        this.body = body;
        this.request = request;
        this.response = response;
        this.callback = callback;
        RequestTarget asked = RequestTarget.of(request);
        this.target = asked.query() == null ? asked.path() : asked.path() + "?" + asked.query();
        this.longPoll = LongPoll.is(request.getMethod(), asked);
        List<String> available = forwarder.endpoints().available();
        this.untried = new ArrayDeque<>(available);
        this.candidates = available.size();
    }

    void begin() {
        if (untried.isEmpty()) {
            forwarder.meters().dropped(request.getMethod(), Dropped.ZERO_ENDPOINTS);
            ProxyHandler.refuse(503, "zero endpoints currently available", response, callback);
            return;
        }
        departure = Departure.notice(request, this::leave);
        tryNext();
    }

    byte[] body() {
        return body;
    }

    Request request() {
        return request;
    }

    private void tryNext() {
        String endpoint = untried.poll();
        if (endpoint == null) {
            giveUp("unable to get response from " + candidates + " endpoint(s)");
            return;
        }
        Attempt attempt = new Attempt(this, forwarder, URI.create(endpoint), target);
        current = attempt;
        attempt.send();
        if (left) {
            attempt.abort();
        }
    }

    /// A member begins to answer.
    ///
    /// @return whether its content is wanted
    boolean onHead(Attempt attempt, org.eclipse.jetty.client.Response head) {
        if (Attempt.isLoop(head)) {
            return false;
        }
        forwarder.meters().handled(request.getMethod(), head.getStatus(), System.nanoTime() - began);
        response.setStatus(head.getStatus());
        HopByHop.copy(head.getHeaders(), response.getHeaders());
        answer = Answer.to(request, response, this::ended);
        return true;
    }

    void onContent(byte[] part, Runnable next) {
        if (answer != null && part.length > 0) {
            passed = true;
            answer.pass(part, next);
        } else {
            next.run();
        }
    }

    /// A member's answer is complete.
    ///
    /// @param wanted what [#onHead] said of it
    void onEnd(Attempt attempt, boolean wanted) {
        if (answer != null) {
            answer.end();
        } else if (!wanted) {
            forwarder.endpoints().failed(attempt.endpoint());
            LOG.warn(
                    "the endpoint {} leads back to this proxy; give its member an --advertise-client-urls of its own",
                    attempt.endpoint());
            tryNext();
        }
    }

    void onFailure(Attempt attempt, Throwable cause) {
        if (left) {
            ended(cause);
            return;
        }
        LOG.info("failed to direct request to {}: {}", attempt.endpoint(), cause.toString());
        forwarder.endpoints().failed(attempt.endpoint());
        Answer begun = answer;
        if (begun == null) {
            forwarder.meters().dropped(request.getMethod(), Dropped.FAILED_SENDING_REQUEST);
            if (attempt.isUnsent() || isRead()) {
                tryNext();
            } else {
                giveUp("unable to get response from " + attempt.endpoint() + "; whether it has happened is not known");
            }
        } else if (longPoll && !passed) {
            // As the original: an empty answer makes its clients ask again.
            begun.end();
        } else {
            begun.breakOff(cause);
        }
    }

    private boolean isRead() {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    private void giveUp(String message) {
        forwarder.meters().dropped(request.getMethod(), Dropped.FAILED_GETTING_RESPONSE);
        forget();
        ProxyHandler.refuse(502, message, response, callback);
    }

    private void leave() {
        left = true;
        Attempt attempt = current;
        if (attempt != null) {
            attempt.abort();
        }
    }

    private void ended(@Nullable Throwable cause) {
        if (ended.getAndSet(true)) {
            return;
        }
        forget();
        if (cause == null) {
            callback.succeeded();
            return;
        }
        leave();
        callback.failed(cause);
    }

    private void forget() {
        Departure noticed = departure;
        if (noticed != null) {
            noticed.cancel();
        }
    }
}
