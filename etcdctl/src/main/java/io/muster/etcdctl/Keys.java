package io.muster.etcdctl;

import io.muster.keyspace.Command;
import io.muster.keyspace.Node;
import io.muster.keyspace.Read;

/// The commands that ask once about keys.
record Keys(Cluster cluster, Output output) {
    void change(Command command) throws Stop {
        Answer.Told told = Answer.expect(cluster, KeyRequests.of(command));
        // nothing is said of directories
        if (!told.event().node().dir()) {
            output.print(told.event(), told.storeIndex());
        }
    }

    void get(Read read) throws Stop {
        Answer.Told told = Answer.expect(cluster, KeyRequests.of(read));
        Node node = told.event().node();
        if (node.dir()) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, node.key() + ": is a directory");
        }
        output.print(told.event(), told.storeIndex());
    }

    void list(Subcommand.Ls ls) throws Stop {
        Node node = Answer.expect(cluster, KeyRequests.of(ls.read())).event().node();
        StringBuilder lines = new StringBuilder();
        if (!node.dir()) {
            lines.append(node.key()).append('\n');
        }
        listBelow(node, ls.slashes(), lines);
        output.terminal().out().print(lines);
    }

    private static void listBelow(Node node, boolean slashes, StringBuilder lines) {
        for (Node child : node.nodes()) {
            lines.append(child.key()).append(slashes && child.dir() ? "/\n" : "\n");
            listBelow(child, slashes, lines);
        }
    }
}
