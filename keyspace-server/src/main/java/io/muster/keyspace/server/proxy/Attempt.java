package io.muster.keyspace.server.proxy;

import java.io.EOFException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// A request as it is sent to one member.
final class Attempt implements Response.AsyncContentListener {
    private static final int PART_BYTES = 64 << 10;
    static final int LOOP_STATUS = 508;

    private final Forwarding forwarding;
    private final Forwarder forwarder;
    private final String endpoint;
    private final Request sent;
    private volatile boolean begun;
    private volatile boolean wanted;

    // Guarded by this.
    private Scheduler.@Nullable Task stuck;
    private boolean allSent;

    Attempt(Forwarding forwarding, Forwarder forwarder, URI endpoint, String target) {
        this.forwarding = forwarding;
        this.forwarder = forwarder;
        this.endpoint = endpoint.toString();
        this.sent = forwarder
                .http()
                .newRequest(endpoint)
                // What Jetty cannot parse it takes as it is, and a fragment it would drop.
                .path(target.replace("#", "%23"))
                .method(forwarding.request().getMethod())
                .idleTimeout(forwarder.settings().readTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .headers(this::putHeaders);
        if (forwarding.body().length > 0) {
            sent.body(new BytesRequestContent(null, parts(forwarding.body())));
        }
    }

    /// The URL of the member, as it tells it.
    String endpoint() {
        return endpoint;
    }

    void send() {
        sent.onRequestBegin(_ -> {
                    begun = true;
                    expectProgress();
                })
                .onRequestContent((_, _) -> expectProgress())
                .onRequestSuccess(_ -> expectNothing())
                .onRequestFailure((_, _) -> expectNothing())
                .onResponseHeaders(head -> {
                    wanted = forwarding.onHead(this, head);
                })
                .onResponseContentAsync(this)
                .send(this::onComplete);
    }

    /// Drops the connection; the failure is reported as any other.
    void abort() {
        var _ = sent.abort(new EOFException("the client left"));
    }

    /// Whether it is certain that nothing has reached the member.
    boolean isUnsent() {
        return !begun;
    }

    /// Whether a proxy answers that this request has come by it before.
    static boolean isLoop(Response head) {
        String via = head.getHeaders().get(HttpHeader.VIA);
        return head.getStatus() == LOOP_STATUS && via != null && via.startsWith(Forwarder.NAME_START);
    }

    @Override
    public void onContent(Response head, Content.Chunk chunk, Runnable next) {
        ByteBuffer buffer = chunk.getByteBuffer();
        byte[] part = new byte[wanted ? buffer.remaining() : 0];
        buffer.get(part);
        forwarding.onContent(part, next);
    }

    private void onComplete(Result result) {
        expectNothing();
        if (result.isSucceeded()) {
            forwarding.onEnd(this, wanted);
        } else {
            forwarding.onFailure(this, result.getFailure());
        }
    }

    private void putHeaders(HttpFields.Mutable headers) {
        org.eclipse.jetty.server.Request asked = forwarding.request();
        HopByHop.copy(asked.getHeaders(), headers);
        headers.remove(HttpHeader.HOST);
        headers.remove(HttpHeader.CONTENT_LENGTH);
        headers.remove(HttpHeader.EXPECT);
        headers.add(HttpHeader.VIA, "1.1 " + forwarder.name());
        if (asked.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress client) {
            String address = client.getAddress().getHostAddress();
            String prior = String.join(", ", asked.getHeaders().getValuesList("X-Forwarded-For"));
            headers.put("X-Forwarded-For", prior.isEmpty() ? address : prior + ", " + address);
        }
    }

    // A member may think as long as it likes, but what is sent it must take.
    private synchronized void expectProgress() {
        expectNothingYet();
        long patience = forwarder.settings().writeTimeout().toMillis();
        if (patience > 0 && !allSent) {
            stuck = forwarder
                    .http()
                    .getScheduler()
                    .schedule(
                            () -> {
                                var _ = sent.abort(new TimeoutException("it took nothing for " + patience + " ms"));
                            },
                            patience,
                            TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void expectNothing() {
        allSent = true;
        expectNothingYet();
    }

    private synchronized void expectNothingYet() {
        if (stuck != null) {
            stuck.cancel();
            stuck = null;
        }
    }

    private static byte[][] parts(byte[] body) {
        byte[][] parts = new byte[(body.length + PART_BYTES - 1) / PART_BYTES][];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Arrays.copyOfRange(body, i * PART_BYTES, Math.min(body.length, (i + 1) * PART_BYTES));
        }
        return parts;
    }
}
