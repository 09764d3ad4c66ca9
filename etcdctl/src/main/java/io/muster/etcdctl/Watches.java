package io.muster.etcdctl;

import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The commands that wait for events. An interrupt is how they are meant to end.
record Watches(Cluster cluster, Output output) {
    /// Prints events until there was one, or forever; changes of directories are passed over.
    ///
    /// @param cursor where to go on, and to note how far it came; null for neither
    ExitCode watch(Follow follow, @Nullable Cursor cursor) throws Stop {
        try (var _ = new EndedByInterrupt(output.terminal())) {
            Watching watching = begin(follow, cursor);
            boolean wanted = true;
            while (wanted) {
                Answer answer = watching.next();
                Event event = answer.event();
                boolean read = event.node().dir() || print(follow, answer);
                if (read && cursor != null) {
                    cursor.note(event);
                }
                wanted = event.node().dir() || (read && follow.stream());
            }
        }
        return ExitCode.OK;
    }

    private Watching begin(Follow follow, @Nullable Cursor cursor) throws Stop {
        return cursor == null
                ? new Watching(cluster, follow, follow.stream(), output.terminal())
                : cursor.resume(follow, cluster, output.terminal());
    }

    private boolean print(Follow follow, Answer answer) {
        Event event = answer.event();
        if (follow.recursive()) {
            output.terminal()
                    .out()
                    .print(output.terminal()
                                    .palette()
                                    .heading("[" + event.action().word() + "] "
                                            + event.node().key())
                            + "\n");
        }
        return output.print(event, answer.storeIndex());
    }

    /// Runs a program for each event, one at a time and in order, while another thread goes on listening: however slow
    /// the program, no event is lost to the server's limited history.
    ///
    /// @param cursor where to go on, and to note for which events the program has ended; null for neither
    ExitCode execute(Follow follow, @Nullable Cursor cursor, List<String> words) throws Stop, InterruptedException {
        BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
        try (var _ = new EndedByInterrupt(output.terminal())) {
            Watching watching = begin(follow, cursor);
            Thread.ofPlatform().daemon().name("watch").start(() -> listen(watching, heard));
            while (true) {
                switch (heard.take()) {
                    case Heard.Change change -> {
                        react(words, change.event());
                        if (cursor != null) {
                            cursor.note(change.event());
                        }
                    }
                    case Heard.End end -> throw end.reason();
                }
            }
        }
    }

    private static void listen(Watching watching, BlockingQueue<Heard> heard) {
        try {
            while (true) {
                heard.add(new Heard.Change(watching.next().event()));
            }
        } catch (Stop e) {
            heard.add(new Heard.End(e));
        } catch (RuntimeException e) {
            // nobody else would notice that no event will come any more
            heard.add(new Heard.End(Stop.error(ExitCode.SERVER_ERROR, e.toString())));
            throw e;
        }
    }

    private void react(List<String> words, Event event) throws Stop, InterruptedException {
        if (event.node().dir()) {
            output.terminal().complain("Ignored dir " + event.node().key() + " change");
            return;
        }
        ProcessBuilder program = new ProcessBuilder(words).inheritIO();
        program.environment()
                .putAll(Map.of(
                        "ETCD_WATCH_ACTION", event.action().word(),
                        "ETCD_WATCH_KEY", event.node().key().path(),
                        "ETCD_WATCH_VALUE", Output.value(event.node()),
                        "ETCD_WATCH_MODIFIED_INDEX",
                                Long.toUnsignedString(event.node().modifiedIndex())));
        try {
            program.start().waitFor();
        } catch (IOException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "exec: " + words.getFirst() + ": cannot be run");
        }
    }

    private sealed interface Heard {
        record Change(Event event) implements Heard {}

        record End(Stop reason) implements Heard {}
    }
}
