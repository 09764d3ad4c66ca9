package io.muster.etcdctl;

import io.muster.keyspace.Command;
import io.muster.keyspace.Node;
import io.muster.keyspace.Read;

/// The commands that ask once about keys.
record Keys(Cluster cluster, Output output) {
    ExitCode change(Command command) throws Stop {
        Answer answer = Answer.to(KeyRequests.of(command), cluster);
        // nothing is said of directories
        if (!answer.event().node().dir()) {
            output.print(answer.event(), answer.storeIndex());
        }
        return ExitCode.OK;
    }

    ExitCode get(Read read) throws Stop {
        Answer answer = Answer.to(KeyRequests.of(read), cluster);
        Node node = answer.event().node();
        if (node.dir()) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, node.key() + ": is a directory");
        }
        output.print(answer.event(), answer.storeIndex());
        return ExitCode.OK;
    }

    ExitCode list(Read read, boolean slashes) throws Stop {
        Node node = Answer.to(KeyRequests.of(read), cluster).event().node();
        StringBuilder lines = new StringBuilder();
        if (!node.dir()) {
            lines.append(node.key()).append('\n');
        }
        listBelow(node, slashes, lines);
        output.terminal().out().print(lines);
        return ExitCode.OK;
    }

    private static void listBelow(Node node, boolean slashes, StringBuilder lines) {
        for (Node child : node.nodes()) {
            lines.append(child.key()).append(slashes && child.dir() ? "/\n" : "\n");
            listBelow(child, slashes, lines);
        }
    }
}
