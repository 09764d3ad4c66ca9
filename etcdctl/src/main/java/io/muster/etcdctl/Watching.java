package io.muster.etcdctl;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Follow;
import io.muster.keyspace.wire.Reply;

/// The events of a key, one long poll each, none left out between two polls: each goes on after the event before.
final class Watching {
    private final Cluster cluster;
    private final Terminal terminal;
    private Follow follow;

    Watching(Cluster cluster, Follow follow, Terminal terminal) {
        this.cluster = cluster;
        this.follow = follow;
        this.terminal = terminal;
    }

    /// Waits for the next event.
    ///
    /// When a watch that goes on forever comes back to find the history gone, it says what it missed and continues
    /// with what happens from then on.
    Answer next() throws Stop {
        while (true) {
            HttpReply reply = poll();
            if (reply.body().length == 0) {
                // the poll was ended from outside; what happened since it began is still to be told
                if (follow.sinceIndex() == 0 && reply.index() != 0) {
                    goOnAfter(reply.index());
                }
                continue;
            }
            Reply read = Answer.read(reply);
            if (follow.stream() && read instanceof Reply.Refused refused && isOutdated(refused)) {
                terminal.complain("missed: changes of " + follow.key() + " from index "
                        + Long.toUnsignedString(follow.sinceIndex()) + " on are no longer known; going on after "
                        + Long.toUnsignedString(refused.index()));
                goOnAfter(refused.index());
                continue;
            }
            Answer answer = Answer.of(read, reply);
            goOnAfter(answer.event().node().modifiedIndex());
            return answer;
        }
    }

    private static boolean isOutdated(Reply.Refused refused) {
        return refused.number() == ErrorCode.EVENT_INDEX_CLEARED.number();
    }

    private HttpReply poll() throws Stop {
        try {
            return cluster.ask(KeyRequests.of(follow));
        } catch (Unavailable e) {
            throw e.asError(ExitCode.SERVER_ERROR);
        }
    }

    private void goOnAfter(long index) {
        follow = new Follow(follow.key(), follow.recursive(), follow.stream(), index + 1);
    }
}
