package io.muster.discovery.backend;

import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.wire.EventJson;
import io.muster.keyspace.wire.MalformedBytesException;
import io.muster.keyspace.wire.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keyspace of an etcd, over HTTP.
///
/// A request goes to the member that answered last; when that cannot be reached, to the next. A read is asked of
/// another also when an answer breaks off. A write is not: it may have been made, and its outcome is then a failure
/// with [ErrorCode#RAFT_INTERNAL] like every unknown one.
final class EtcdKeyspace implements Keyspace {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdKeyspace.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(4);
    private static final String FORM = "application/x-www-form-urlencoded";

    private final List<URI> urls;
    private final HttpClient http;
    private final AtomicInteger preferred = new AtomicInteger();
    private volatile long clusterId;
    private volatile RaftStatus status = new RaftStatus(Role.FOLLOWER, 0, 0, 0);
    private volatile long index;

    EtcdKeyspace(List<URI> urls, HttpClient http) {
        this.urls = List.copyOf(urls);
        this.http = http;
    }

    /// As the last answer told it; 0 before the first.
    long clusterId() {
        return clusterId;
    }

    RaftStatus status() {
        return status;
    }

    @Override
    public CompletableFuture<Outcome> submit(Command command) {
        return send(EtcdCommand.of(command), false);
    }

    @Override
    public CompletableFuture<Outcome> get(Read read) {
        return send(EtcdCommand.of(read), true);
    }

    /// Waits for the head of the first answer, which tells the index.
    @Override
    public Watch watch(Follow follow, Watch.Listener listener) {
        return EtcdWatch.begin(this, follow, listener);
    }

    @Override
    public long index() {
        return index;
    }

    /// Sends a request to wait for an event, and waits for the head of its answer.
    HttpResponse<InputStream> await(EtcdCommand wait) throws IOException, InterruptedException {
        IOException last = new IOException("no address to ask at");
        int first = preferred.get();
        for (int i = 0; i < urls.size(); i++) {
            URI url = urls.get((first + i) % urls.size());
            try {
                HttpResponse<InputStream> response =
                        http.send(request(url, wait).build(), BodyHandlers.ofInputStream());
                if (response.statusCode() < 500) {
                    heard(response.headers());
                    return response;
                }
                response.body().close();
                last = new IOException(url + " answered " + response.statusCode());
            } catch (IOException e) {
                last = e;
            }
            failed(url, last);
        }
        throw last;
    }

    /// What an answer means.
    static Outcome outcome(byte[] body, long index, int statusCode) {
        try {
            return switch (EventJson.read(body)) {
                case Reply.Happened(Event event) -> new Event(event.action(), event.node(), event.prevNode(), index);
                case Reply.Refused refused ->
                    new Failure(
                            refused.code()
                                    .orElse(statusCode >= 500 ? ErrorCode.RAFT_INTERNAL : ErrorCode.INVALID_FIELD),
                            refused.cause().isEmpty() && refused.code().isEmpty() ? refused.message() : refused.cause(),
                            refused.index());
            };
        } catch (MalformedBytesException e) {
            return new Failure(
                    ErrorCode.RAFT_INTERNAL,
                    "the etcd that keeps the tokens answered " + statusCode + " without sense",
                    0);
        }
    }

    private CompletableFuture<Outcome> send(EtcdCommand command, boolean repeatable) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        send(command, repeatable, preferred.get(), urls.size(), outcome);
        return outcome;
    }

    private void send(EtcdCommand command, boolean repeatable, int at, int tries, CompletableFuture<Outcome> outcome) {
        URI url = urls.get(Math.floorMod(at, urls.size()));
        HttpRequest request = request(url, command).timeout(ANSWER_LIMIT).build();
        var _ = http.sendAsync(request, BodyHandlers.ofByteArray()).whenComplete((response, fault) -> {
            Throwable missed = fault != null
                    ? cause(fault)
                    : repeatable && response.statusCode() >= 500 && tries > 1
                            ? new IOException("answered " + response.statusCode())
                            : null;
            if (missed == null) {
                heard(response.headers());
                outcome.complete(outcome(response.body(), index(response.headers()), response.statusCode()));
                return;
            }
            failed(url, missed);
            boolean unsent = missed instanceof ConnectException || missed instanceof HttpConnectTimeoutException;
            if (tries > 1 && (repeatable || unsent)) {
                send(command, repeatable, at + 1, tries - 1, outcome);
            } else {
                outcome.complete(new Failure(
                        ErrorCode.RAFT_INTERNAL,
                        "no answer from the etcd that keeps the tokens at " + url + ": " + missed,
                        0));
            }
        });
    }

    private void failed(URI url, Throwable fault) {
        int now = preferred.get();
        if (urls.get(Math.floorMod(now, urls.size())).equals(url)
                && preferred.compareAndSet(now, Math.floorMod(now + 1, urls.size()))) {
            LOG.warn("no answer from etcd url={} reason={}", url, fault.toString());
        }
    }

    private static HttpRequest.Builder request(URI url, EtcdCommand command) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url + command.target()));
        return command.form().isEmpty()
                ? builder.method(command.method(), BodyPublishers.noBody())
                : builder.header("Content-Type", FORM)
                        .method(command.method(), BodyPublishers.ofString(command.form()));
    }

    private void heard(HttpHeaders headers) {
        index = Math.max(index, index(headers));
        headers.firstValue("X-Etcd-Cluster-Id").ifPresent(id -> clusterId = Long.parseUnsignedLong(id, 16));
        status = new RaftStatus(
                Role.FOLLOWER,
                headers.firstValueAsLong("X-Raft-Term").orElse(status.term()),
                headers.firstValueAsLong("X-Raft-Index").orElse(status.index()),
                0);
    }

    static long index(HttpHeaders headers) {
        return headers.firstValue("X-Etcd-Index").map(Long::parseUnsignedLong).orElse(0L);
    }

    private static Throwable cause(Throwable fault) {
        return fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    }
}
