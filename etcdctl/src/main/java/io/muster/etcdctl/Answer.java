package io.muster.etcdctl;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.wire.EventJson;
import io.muster.keyspace.wire.MalformedBytesException;
import io.muster.keyspace.wire.Reply;

/// The event a member answered with.
///
/// @param storeIndex the store index in the headers
record Answer(Event event, long storeIndex) {
    /// What the answer to a request says, an event or a refusal.
    static Reply read(HttpReply reply) throws Stop {
        try {
            return EventJson.read(reply.body());
        } catch (MalformedBytesException e) {
            throw Stop.error(
                    ExitCode.SERVER_ERROR,
                    "client: HTTP status " + reply.status()
                            + " and no answer of the v2 API; is the endpoint an etcd server?");
        }
    }

    /// Whether what was read is the refusal with this code.
    static boolean isRefusal(Reply read, ErrorCode code) {
        return read instanceof Reply.Refused refused && refused.number() == code.number();
    }

    /// The event asked for, or the end of the command.
    static Answer to(HttpRequest request, Cluster cluster) throws Stop {
        try {
            HttpReply reply = cluster.ask(request);
            return of(read(reply), reply);
        } catch (Unavailable e) {
            throw e.asError(ExitCode.SERVER_ERROR);
        }
    }

    /// The event in what was read; a refusal ends the command.
    static Answer of(Reply read, HttpReply reply) throws Stop {
        if (read instanceof Reply.Refused refused) {
            throw Stop.error(
                    ExitCode.SERVER_ERROR,
                    refused.number() + ": " + refused.message() + " (" + refused.cause() + ") ["
                            + Long.toUnsignedString(refused.index()) + "]");
        }
        return new Answer(((Reply.Happened) read).event(), reply.index());
    }
}
