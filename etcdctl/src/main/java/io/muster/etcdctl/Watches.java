package io.muster.etcdctl;

import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The commands that wait for events. An interrupt is how they are meant to end.
record Watches(Cluster cluster, Output output) {
    /// Prints events until there was one, or forever; changes of directories are passed over.
    ExitCode watch(Follow follow) throws Stop {
        Watching watching = new Watching(cluster, follow, output.terminal());
        try (var _ = new EndedByInterrupt(output.terminal())) {
            boolean wanted = true;
            while (wanted) {
                Answer answer = watching.next();
                Event event = answer.event();
                if (!event.node().dir()) {
                    wanted = print(follow, answer) && follow.stream();
                }
            }
        }
        return ExitCode.OK;
    }

    private boolean print(Follow follow, Answer answer) {
        Event event = answer.event();
        if (follow.recursive()) {
            output.terminal()
                    .out()
                    .print("[" + event.action().word() + "] " + event.node().key() + "\n");
        }
        return output.print(event, answer.storeIndex());
    }

    /// Runs a program for each event, one at a time and in order, while another thread goes on listening: however slow
    /// the program, no event is lost to the server's limited history.
    ExitCode execute(Follow follow, List<String> words) throws Stop, InterruptedException {
        BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
        Watching watching = new Watching(cluster, follow, output.terminal());
        try (var _ = new EndedByInterrupt(output.terminal())) {
            Thread.ofPlatform().daemon().name("watch").start(() -> listen(watching, heard));
            while (true) {
                switch (heard.take()) {
                    case Heard.Change change -> react(words, change.event());
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
