package io.muster.etcdctl;

import io.muster.keyspace.Event;
import io.muster.keyspace.wire.EventJson;
import io.muster.keyspace.wire.MalformedBytesException;
import io.muster.keyspace.wire.Reply;

/// What a member said of a key.
sealed interface Answer {
    /// The event asked for.
    ///
    /// @param storeIndex the store index in the headers
    record Told(Event event, long storeIndex) implements Answer {}

    /// A refusal, in a number that this program may not know.
    record Refused(Reply.Refused reason) implements Answer {
        Stop asStop() {
            return Stop.error(
                    ExitCode.SERVER_ERROR,
                    "%d: %s (%s) [%s]"
                            .formatted(
                                    reason.number(),
                                    reason.message(),
                                    reason.cause(),
                                    Long.toUnsignedString(reason.index())));
        }
    }

    /// The answer in a body that has one.
    static Answer in(HttpReply reply) throws Stop {
        try {
            return switch (EventJson.read(reply.body())) {
                case Reply.Happened happened -> new Told(happened.event(), reply.index());
                case Reply.Refused refused -> new Refused(refused);
            };
        } catch (MalformedBytesException e) {
            throw Stop.error(
                    ExitCode.SERVER_ERROR,
                    "client: HTTP status " + reply.status()
                            + " and no answer of the v2 API; is the endpoint an etcd server?");
        }
    }

    /// The event asked for, or the end of the command.
    static Told expect(Cluster cluster, HttpRequest request) throws Stop {
        try {
            return switch (in(cluster.ask(request))) {
                case Told told -> told;
                case Refused refused -> throw refused.asStop();
            };
        } catch (Unavailable e) {
            throw e.asError(ExitCode.SERVER_ERROR);
        }
    }
}
