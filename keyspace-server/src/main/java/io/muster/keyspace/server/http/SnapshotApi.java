package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.server.log.SnapshotContent;
import io.muster.keyspace.wire.ByteSink;
import io.muster.keyspace.wire.SnapshotFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// `GET /v2/snapshot`, of our own: the whole keyspace with users, roles and indices, as one [SnapshotFile] that has
/// every write acknowledged before it was asked for. Where access control is on it is for root alone.
final class SnapshotApi {
    /// Of no interest but for the index that a majority gives it.
    private static final Read BARRIER = new Read(Key.ROOT, false, false, Read.Consistency.LINEARIZABLE);

    private final ServedMember member;
    private final Doorkeeper doorkeeper;

    SnapshotApi(ServedMember member, Doorkeeper doorkeeper) {
        this.member = member;
        this.doorkeeper = doorkeeper;
    }

    void addTo(Routes routes) {
        routes.serve("/v2/snapshot", "GET", this::snapshot);
    }

    private void snapshot(Context context) {
        if (!doorkeeper.isRoot(context)) {
            Doorkeeper.refuse(context);
            return;
        }
        // encoding takes a while and the client may read slowly: neither the engine's thread nor one of the pool's
        // waits
        context.future(() -> member.keyspace()
                .get(BARRIER)
                .thenCompose(this::state)
                .thenAcceptAsync(state -> send(state, context), Thread::startVirtualThread)
                .exceptionally(fault -> {
                    refuse(fault, context);
                    return null;
                }));
    }

    private CompletableFuture<SnapshotContent> state(Outcome barrier) {
        return barrier instanceof Failure failure && failure.code() == ErrorCode.RAFT_INTERNAL
                ? CompletableFuture.failedFuture(new NotAgreed(failure))
                : member.state();
    }

    private static void send(SnapshotContent state, Context context) {
        context.contentType("application/octet-stream");
        OutputStream out = context.outputStream();
        SnapshotFile.write(to -> write(state, to), (bytes, offset, count) -> {
            try {
                out.write(bytes, offset, count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void write(SnapshotContent state, ByteSink to) {
        try {
            state.writeTo(new OutputStream() {
                @Override
                public void write(int octet) {
                    write(new byte[] {(byte) octet}, 0, 1);
                }

                @Override
                public void write(byte[] bytes, int offset, int count) {
                    to.take(bytes, offset, count);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Once bytes are out there is nothing left but to break off: the checksum is missing then.
    private static void refuse(Throwable fault, Context context) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        if (!(cause instanceof NotAgreed) || context.res().isCommitted()) {
            throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
        }
        Routes.message(context, 503, String.valueOf(cause.getMessage()));
    }

    private static final class NotAgreed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotAgreed(Failure failure) {
            super("no snapshot: " + failure.cause());
        }
    }
}
