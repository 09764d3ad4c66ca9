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

    ExitCode list(Read read, boolean slashes, boolean tree) throws Stop {
        Node node = Answer.to(KeyRequests.of(read), cluster).event().node();
        Listing listing = new Listing(slashes, output.terminal().palette());
        output.terminal().out().print(tree ? listing.tree(node) : listing.flat(node));
        return ExitCode.OK;
    }
}
