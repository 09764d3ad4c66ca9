package io.muster.etcdctl;

import io.muster.keyspace.Action;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Node;
import io.muster.keyspace.Read;
import io.muster.keyspace.wire.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/// The events of a key, one long poll each, none left out between two polls: each goes on after the event before.
final class Watching {
    private final Cluster cluster;
    private final Terminal terminal;
    private final boolean goesOn;
    private final Deque<Answer> found = new ArrayDeque<>();
    private Follow follow;

    /// @param goesOn whether it reads afresh when the history is gone, and does not fail
    Watching(Cluster cluster, Follow follow, boolean goesOn, Terminal terminal) {
        this.cluster = cluster;
        this.follow = follow;
        this.goesOn = goesOn;
        this.terminal = terminal;
    }

    /// Waits for the next event.
    ///
    /// When a watch that goes on comes back to find the history gone, it says so, and tells first what was written
    /// meanwhile and is still there.
    Answer next() throws Stop {
        while (found.isEmpty()) {
            HttpReply reply = poll();
            if (reply.body().length == 0) {
                // the poll was ended from outside; what happened since it began is still to be told
                if (follow.sinceIndex() == 0 && reply.index() != 0) {
                    goOnAfter(reply.index());
                }
                continue;
            }
            Reply read = Answer.read(reply);
            if (goesOn && Answer.isRefusal(read, ErrorCode.EVENT_INDEX_CLEARED)) {
                terminal.complain("missed: changes of " + follow.key() + " from index "
                        + Long.toUnsignedString(follow.sinceIndex())
                        + " on are no longer known; going on with what is there now");
                readAfresh();
                continue;
            }
            Answer answer = Answer.of(read, reply);
            goOnAfter(answer.event().node().modifiedIndex());
            return answer;
        }
        return found.removeFirst();
    }

    /// Will tell of every file that was written since the index asked for and is still there, as of a [Action#GET], in
    /// the order they were written; then of what happens after this read. What was removed meanwhile nobody knows.
    void readAfresh() throws Stop {
        // by a majority: another member that lags behind would send us back again and again
        Read now = new Read(follow.key(), follow.recursive(), false, Read.Consistency.LINEARIZABLE);
        HttpReply reply = ask(KeyRequests.of(now));
        Reply read = Answer.read(reply);
        if (!Answer.isRefusal(read, ErrorCode.KEY_NOT_FOUND)) {
            List<Node> files = new ArrayList<>();
            collect(Answer.of(read, reply).event().node(), files);
            files.sort(Comparator.comparing(Node::modifiedIndex, Long::compareUnsigned));
            for (int i = 0; i < files.size(); i++) {
                Node file = files.get(i);
                // with the last one everything is told up to this read
                long told = i == files.size() - 1 ? reply.index() : file.modifiedIndex();
                found.add(new Answer(new Event(Action.GET, file, null, told), reply.index()));
            }
        }
        goOnAfter(reply.index());
    }

    private void collect(Node node, List<Node> files) {
        node.nodes().forEach(child -> collect(child, files));
        if (!node.dir() && Long.compareUnsigned(node.modifiedIndex(), follow.sinceIndex()) >= 0) {
            files.add(node);
        }
    }

    private HttpReply poll() throws Stop {
        return ask(KeyRequests.of(follow));
    }

    private HttpReply ask(HttpRequest request) throws Stop {
        try {
            return cluster.ask(request);
        } catch (Unavailable e) {
            throw e.asError(ExitCode.SERVER_ERROR);
        }
    }

    private void goOnAfter(long index) {
        follow = new Follow(follow.key(), follow.recursive(), follow.stream(), index + 1);
    }
}
