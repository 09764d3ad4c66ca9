package io.muster.keyspace.server.http;

import java.time.Duration;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.AbstractEndPoint;

/// Whether a client gets on with what it sends and with what it is sent. Nothing is kept about requests that come and
/// go: a look from time to time shows those that are still where they were the last time.
final class Pace {
    private static final long BYTES_PER_SECOND_MIN = 100;

    private enum Busy {
        WITH_A_HEAD,
        WITH_A_BODY,
        ELSEWHERE
    }

    /// What was seen at one time.
    ///
    /// @param requests whose heads were complete
    /// @param writing whether something waited for the client to take it
    private record Look(Busy busy, long requests, long received, boolean writing, long sent) {
        static final Look NONE = new Look(Busy.ELSEWHERE, 0, 0, false, 0);
    }

    private final AbstractEndPoint endPoint;
    private Look last = Look.NONE;

    // Written by whoever writes to the client, which is one thread at a time.
    private volatile long sent;

    Pace(AbstractEndPoint endPoint) {
        this.endPoint = endPoint;
    }

    /// The client has taken so many bytes.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void sent(long bytes) {
        sent += bytes;
    }

    /// Whether the client has been too slow since this was asked last; by one thread only.
    ///
    /// @param time since then
    boolean isTooSlow(Duration time) {
        Look before = last;
        last = look();
        long least = BYTES_PER_SECOND_MIN * time.toMillis() / 1_000;
        boolean same = last.busy == before.busy && last.requests == before.requests;
        boolean sends =
                switch (last.busy) {
                    case WITH_A_HEAD -> !same;
                    case WITH_A_BODY -> !same || last.received - before.received >= least;
                    case ELSEWHERE -> true;
                };
        boolean takes = !last.writing || !before.writing || last.sent - before.sent >= least;
        return !sends || !takes;
    }

    private Look look() {
        boolean writing = endPoint.getWriteFlusher().isPending();
        VerbatimConnection http = VerbatimConnection.on(endPoint);
        if (http == null) {
            return new Look(Busy.ELSEWHERE, 0, 0, writing, sent);
        }
        return new Look(busy(http), http.getMessagesIn(), http.getBytesIn(), writing, sent);
    }

    // Whoever has sent nothing at all yet has begun with its first head.
    private static Busy busy(VerbatimConnection http) {
        HttpParser parser = http.getParser();
        if (parser.inContentState()) {
            return Busy.WITH_A_BODY;
        }
        boolean idle = parser.isStart() && http.getMessagesIn() > 0;
        return parser.inHeaderState() && !idle ? Busy.WITH_A_HEAD : Busy.ELSEWHERE;
    }
}
