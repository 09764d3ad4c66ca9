package io.muster.keyspace.server.http;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.wire.EventJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Writes answers: the headers that the original sends, in one place.
final class Answers {
    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField TEXT = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");

    private final HttpField clusterId;
    private final Supplier<RaftStatus> raft;
    private final Dialect dialect;

    /// @param raft asked once per answer, from any thread
    Answers(long clusterId, Supplier<RaftStatus> raft, Dialect dialect) {
        this.clusterId = new PreEncodedHttpField("X-Etcd-Cluster-Id", Long.toHexString(clusterId));
        this.raft = raft;
        this.dialect = dialect;
    }

    /// A way to answer with an outcome.
    interface Answer {
        void write(Outcome outcome, Response response, Callback callback);
    }

    /// Answers with an event or a failure.
    void outcome(Outcome outcome, Response response, Callback callback) {
        write(outcome, dialect.body(outcome), response, callback);
    }

    /// Answers with a failure, or with an event's action alone.
    void quietOutcome(Outcome outcome, Response response, Callback callback) {
        byte[] body =
                switch (outcome) {
                    case Event event -> EventJson.write(event.action());
                    case Failure _, AccessOutcome _, MembershipOutcome _ -> dialect.body(outcome);
                };
        write(outcome, body, response, callback);
    }

    private void write(Outcome outcome, byte[] body, Response response, Callback callback) {
        switch (outcome) {
            case Event event -> {
                response.setStatus(event.created() ? 201 : 200);
                keyHeaders(response, event.index());
                raftHeaders(response);
            }
            case Failure failure -> {
                response.setStatus(failure.code().status());
                keyHeaders(response, failure.index());
            }
            case AccessOutcome _, MembershipOutcome _ ->
                throw new IllegalArgumentException("no answer about keys: " + outcome);
        }
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /// Sets what a watch is answered with, before anything is known of its events.
    void watchHead(Response response, long startIndex) {
        response.setStatus(200);
        keyHeaders(response, startIndex);
        raftHeaders(response);
    }

    /// Answers a member's inability to do anything, in the shape of a failure.
    void internalFailure(String cause, Response response, Callback callback) {
        outcome(new Failure(ErrorCode.RAFT_INTERNAL, cause, 0), response, callback);
    }

    static void text(int status, String text, Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(TEXT);
        response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
    }

    private void keyHeaders(Response response, long index) {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(JSON);
        if (dialect.tellsClusterId()) {
            headers.put(clusterId);
        }
        headers.put("X-Etcd-Index", Long.toUnsignedString(index));
    }

    private void raftHeaders(Response response) {
        RaftStatus status = raft.get();
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("X-Raft-Index", Long.toUnsignedString(status.index()));
        headers.put("X-Raft-Term", Long.toUnsignedString(status.term()));
    }
}
