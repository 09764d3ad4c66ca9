package io.muster.discovery.backend;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Follow;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Watch;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A watch over HTTP, as one long poll after the other. A poll that breaks off is begun anew where it was, so nothing
/// is missed. One virtual thread waits for each.
final class EtcdWatch implements Watch.Begun, Runnable {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final EtcdKeyspace etcd;
    private final Follow follow;
    private final Watch.Listener listener;
    private final long startIndex;
    private long since;
    private volatile boolean closed;
    private volatile @Nullable InputStream open;

    private EtcdWatch(EtcdKeyspace etcd, Follow follow, Watch.Listener listener, HttpResponse<InputStream> first) {
        this.etcd = etcd;
        this.follow = follow;
        this.listener = listener;
        this.startIndex = EtcdKeyspace.index(first.headers());
        this.since = follow.sinceIndex() == 0 ? startIndex + 1 : follow.sinceIndex();
        this.open = first.body();
    }

    static Watch begin(EtcdKeyspace etcd, Follow follow, Watch.Listener listener) {
        try {
            HttpResponse<InputStream> first =
                    etcd.await(EtcdCommand.wait(follow.key(), follow.recursive(), follow.sinceIndex()));
            if (first.statusCode() >= 300) {
                try (InputStream body = first.body()) {
                    Outcome refusal = EtcdKeyspace.outcome(
                            body.readAllBytes(), EtcdKeyspace.index(first.headers()), first.statusCode());
                    return new Refused(
                            refusal instanceof Failure failure ? failure : unavailable("it answers without sense"));
                }
            }
            EtcdWatch watch = new EtcdWatch(etcd, follow, listener, first);
            Thread.ofVirtual().name("etcd watch").start(watch);
            return watch;
        } catch (IOException e) {
            return new Refused(unavailable(e.toString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Refused(unavailable("interrupted"));
        }
    }

    @Override
    public long startIndex() {
        return startIndex;
    }

    @Override
    public void close() {
        closed = true;
        closeOpen();
    }

    @Override
    public void run() {
        String end;
        try {
            end = follow();
        } catch (InterruptedException e) {
            end = "interrupted";
        }
        closeOpen();
        if (!closed) {
            listener.onClosed(end);
        }
    }

    private String follow() throws InterruptedException {
        while (!closed) {
            byte[] body = read();
            if (body.length > 0) {
                switch (EtcdKeyspace.outcome(body, 0, 200)) {
                    case Event event -> {
                        long index = event.node().modifiedIndex();
                        since = index + 1;
                        if (!closed) {
                            listener.onEvent(new Event(event.action(), event.node(), event.prevNode(), index));
                        }
                        if (!follow.stream()) {
                            return "answered";
                        }
                    }
                    case Failure failure -> {
                        return failure.code().message() + ": " + failure.cause();
                    }
                    case AccessOutcome _, MembershipOutcome _ -> {
                        return "a wait was answered with something else than an event";
                    }
                }
            }
            again();
        }
        return "closed";
    }

    private void again() throws InterruptedException {
        while (!closed) {
            try {
                open = etcd.await(EtcdCommand.wait(follow.key(), follow.recursive(), since))
                        .body();
                return;
            } catch (IOException e) {
                Thread.sleep(PAUSE);
            }
        }
    }

    /// The event that was waited for; empty when the poll broke off.
    private byte[] read() {
        InputStream body = open;
        try {
            return body == null ? new byte[0] : body.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        } finally {
            closeOpen();
        }
    }

    private void closeOpen() {
        InputStream body = open;
        open = null;
        try {
            if (body != null) {
                body.close();
            }
        } catch (IOException e) {
            // nobody reads it any more
        }
    }

    private static Failure unavailable(String reason) {
        return new Failure(ErrorCode.RAFT_INTERNAL, "no answer from the etcd that keeps the tokens: " + reason, 0);
    }
}
