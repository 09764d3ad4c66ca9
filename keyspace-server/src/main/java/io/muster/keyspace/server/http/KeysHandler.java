package io.muster.keyspace.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Node;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.RaftStatus;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Serves single keys of a keyspace as `/v2/keys` does: reads, writes and watches, to the byte.
///
/// Which path means which key is the caller's affair, so that others can serve a part of the tree under paths of their
/// own. Every method may be called from any thread. Source: `api.md` of etcd 2.3.
public final class KeysHandler implements AutoCloseable {
    private static final byte[] NOTHING = {};
    private static final Failure UNAUTHORIZED = new Failure(ErrorCode.UNAUTHORIZED, "Insufficient credentials", 0);
    private static final int SHORT_CHARS = 8 << 10;
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "PUT", "POST", "DELETE");

    private final Keyspace keyspace;
    private final Answers answers;
    private final Dialect dialect;
    private final int maxRequestBytes;
    private final Load load;
    private final KeyRequestMeters meters;
    private final EventFanout fanout;

    /// @param raft what the Raft headers tell, asked once per answer
    /// @param meters told how requests went, under etcd's names
    public KeysHandler(
            Keyspace keyspace,
            long clusterId,
            Supplier<RaftStatus> raft,
            ClientSettings settings,
            MeterRegistry meters) {
        this(keyspace, clusterId, raft, settings, new Load(settings.limits(), meters), meters);
    }

    /// @param load of the port that this serves
    KeysHandler(
            Keyspace keyspace,
            long clusterId,
            Supplier<RaftStatus> raft,
            ClientSettings settings,
            Load load,
            MeterRegistry meters) {
        this.load = load;
        this.keyspace = keyspace;
        this.dialect = settings.dialect();
        this.answers = new Answers(clusterId, raft, dialect);
        this.maxRequestBytes = settings.maxRequestBytes();
        this.meters = new KeyRequestMeters(meters);
        this.fanout = EventFanout.start(dialect);
    }

    /// Asked about each well-formed request before it is served.
    interface Gate {
        boolean admits(KeyRequest asked);
    }

    /// Answers a request for one key, now or when it can be answered.
    ///
    /// @param callback completed when the answer is written or the client is gone
    public void serve(Key key, Request request, Response response, Callback callback) {
        serve(key, _ -> true, request, response, callback);
    }

    /// Answers a request for one key if the gate admits it, else with the refusal of access.
    void serve(Key key, Gate gate, Request request, Response response, Callback callback) {
        if (!METHODS.contains(request.getMethod())) {
            response.getHeaders().put(HttpHeader.ALLOW, "HEAD,GET,PUT,POST,DELETE");
            Answers.text(405, "Method Not Allowed\n", response, callback);
        } else if (RequestBody.isPresent(request)) {
            RequestBody.read(request, maxRequestBytes, load, new WithBody(key, gate, request, response, callback));
        } else {
            answer(key, gate, form(request, NOTHING), request, response, callback);
        }
    }

    /// Ends the fan-out of events; watches that are still open hear nothing more.
    @Override
    public void close() {
        fanout.close();
    }

    private static FormBody form(Request request, byte[] body) {
        String method = request.getMethod();
        boolean counts = method.equals("PUT") || method.equals("POST");
        return counts ? FormBody.of(request.getHeaders().get(HttpHeader.CONTENT_TYPE), body) : FormBody.NONE;
    }

    private void answer(Key key, Gate gate, FormBody body, Request request, Response response, Callback callback) {
        Form form = Form.of(body, RequestTarget.of(request).query(), dialect);
        String method = request.getMethod();
        KeyRequest asked = KeyRequestReader.read(dialect, method, key, form);
        if (!(asked instanceof KeyRequest.Refused) && !gate.admits(asked)) {
            answers.outcome(UNAUTHORIZED, response, callback);
            return;
        }
        switch (asked) {
            case KeyRequest.Refused refused ->
                answers.outcome(dialect.refusal(refused.failure(), keyspace.index()), response, callback);
            case KeyRequest.Fetch fetch -> {
                var received = meters.received(method, asked);
                fetch(fetch.read(), received, request, response, callback);
            }
            case KeyRequest.Write write -> {
                var received = meters.received(method, asked);
                if (!load.pendingWrites.enter()) {
                    received.refused();
                    load.pendingWrites.refuse(response, callback);
                    return;
                }
                Answers.Answer answer = write.quiet() ? answers::quietOutcome : answers::outcome;
                CompletableFuture<Outcome> outcome = keyspace.submit(write.command());
                var _ = outcome.whenComplete((_, _) -> load.pendingWrites.leave());
                answerWith(outcome, answer, received, request, response, callback);
            }
            case KeyRequest.Follow follow -> {
                var received = meters.received(method, asked);
                answerWatch(follow.follow(), received, request, response, callback);
            }
        }
    }

    // What is below a directory may be a lot: it is gathered where nobody else waits for it.
    private void fetch(
            Read read, KeyRequestMeters.Received received, Request request, Response response, Callback callback) {
        Runnable task = () -> answerWith(keyspace.get(read), answers::outcome, received, request, response, callback);
        if (read.recursive()) {
            request.getComponents().getExecutor().execute(task);
        } else {
            task.run();
        }
    }

    private static void answerWith(
            CompletableFuture<Outcome> future,
            Answers.Answer answer,
            KeyRequestMeters.Received received,
            Request request,
            Response response,
            Callback callback) {
        boolean atOnce = future.isDone();
        var _ = future.whenComplete((outcome, fault) -> {
            if (fault != null) {
                received.broken();
                callback.failed(fault);
                return;
            }
            received.answered(outcome);
            if (!isShort(outcome)) {
                request.getComponents().getExecutor().execute(() -> answer.write(outcome, response, callback));
            } else if (atOnce) {
                answer.write(outcome, response, callback);
            } else {
                ClientConnector.runWhereServed(request, () -> answer.write(outcome, response, callback));
            }
        });
    }

    // A short answer is written by the thread that serves the connection: waking another would cost more. A long one
    // would hold up everybody else there.
    private static boolean isShort(Outcome outcome) {
        return switch (outcome) {
            case Failure _, AccessOutcome _, MembershipOutcome _ -> true;
            case Event event -> isShort(event.node()) && (event.prevNode() == null || isShort(event.prevNode()));
        };
    }

    private static boolean isShort(Node node) {
        return node.nodes().isEmpty() && (node.value() == null || node.value().length() <= SHORT_CHARS);
    }

    private void answerWatch(
            io.muster.keyspace.Follow follow,
            KeyRequestMeters.Received received,
            Request request,
            Response response,
            Callback callback) {
        if (!load.watches.enter()) {
            received.refused();
            load.watches.refuse(response, callback);
            return;
        }
        HeldWatch held = new HeldWatch(request, response, callback, fanout, follow.stream(), load.watches);
        switch (keyspace.watch(follow, held)) {
            case Watch.Refused refused -> {
                load.watches.leave();
                received.answered(refused.failure());
                answers.outcome(refused.failure(), response, callback);
            }
            case Watch.Begun begun -> {
                answers.watchHead(response, begun.startIndex());
                held.begin(begun);
            }
        }
    }

    /// A request whose body is still arriving.
    private final class WithBody implements RequestBody.Reader {
        private final Key key;
        private final Gate gate;
        private final Request request;
        private final Response response;
        private final Callback callback;

        WithBody(Key key, Gate gate, Request request, Response response, Callback callback) {
            this.key = key;
            this.gate = gate;
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        @Override
        public void onBody(byte[] body) {
            answer(key, gate, form(request, body), request, response, callback);
        }

        @Override
        public void onTooLarge() {
            // What remains unread would be taken for the next request.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            Answers.text(
                    413,
                    "the request body is larger than " + maxRequestBytes + " bytes; see --max-request-bytes\n",
                    response,
                    callback);
        }

        @Override
        public void onNoRoom() {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            load.bodyBytes.refuse(response, callback);
        }

        @Override
        public void onFailure(Throwable cause) {
            // a body that ends early, or chunks that make no sense: nothing behind it can be read
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            answers.outcome(new Failure(ErrorCode.INVALID_FORM, "unexpected EOF", 0), response, callback);
        }
    }
}
