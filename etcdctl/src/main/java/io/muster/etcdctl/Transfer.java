package io.muster.etcdctl;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Key;
import io.muster.keyspace.Node;
import io.muster.keyspace.Read;
import io.muster.keyspace.wire.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `export` and `import`: a part of the keyspace in a file that people can read. Hidden keys are not exported.
record Transfer(Cluster cluster, Terminal terminal) {
    /// Writes what is below a directory.
    ///
    /// @param file where to; empty for standard output
    ExitCode export(Key key, DocumentFormat format, String file) throws Stop {
        Node node = Answer.to(KeyRequests.of(recursive(key)), cluster).event().node();
        if (!node.dir()) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, key + ": has a value and is no directory; use get");
        }
        String text = format.write(Subtree.of(node).said());
        if (file.isEmpty()) {
            terminal.out().print(text);
            return ExitCode.OK;
        }
        try {
            Files.writeString(Path.of(file), text);
        } catch (IOException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "cannot write " + file + ": " + e);
        }
        return ExitCode.OK;
    }

    /// Makes what is below a key hold what the file says.
    ///
    /// @param dryRun only say what would be done
    ExitCode load(Key key, Subtree wanted, boolean dryRun) throws Stop {
        ImportPlan plan = new ImportPlan(key, wanted, present(key));
        if (!plan.conflicts().isEmpty()) {
            throw new Stop(
                    ExitCode.BAD_ARGUMENTS,
                    String.join("\n", plan.conflicts()) + "\nnothing was changed: remove these keys first");
        }
        List<ImportPlan.Step> steps = plan.steps();
        for (int done = 0; done < steps.size(); done++) {
            if (!dryRun) {
                perform(steps.get(done), done, steps.size());
            }
            terminal.out().print(steps.get(done) + "\n");
        }
        terminal.out()
                .print((dryRun ? "would import " : "imported ") + steps.size() + " keys, " + plan.unchanged()
                        + " hold their value already\n");
        return ExitCode.OK;
    }

    private void perform(ImportPlan.Step step, int done, int all) throws Stop {
        try {
            Answer.to(KeyRequests.of(step.command()), cluster);
        } catch (Stop e) {
            terminal.complain("stopped at " + step.key() + ": " + done + " of " + all
                    + " keys are imported, and the same command does the rest");
            throw e;
        }
    }

    private @Nullable Subtree present(Key key) throws Stop {
        try {
            HttpReply reply = cluster.ask(KeyRequests.of(recursive(key)));
            Reply read = Answer.read(reply);
            return Answer.isRefusal(read, ErrorCode.KEY_NOT_FOUND)
                    ? null
                    : Subtree.of(Answer.of(read, reply).event().node());
        } catch (Unavailable e) {
            throw e.asError(ExitCode.SERVER_ERROR);
        }
    }

    private static Read recursive(Key key) {
        return new Read(key, true, true, Read.Consistency.LINEARIZABLE);
    }
}
