package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Image;
import io.muster.bench.StaticCluster;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL alone does not test a force: what a killed process wrote stays. So strace watches real members.
class AckAfterForceIT {
    private static final int MEMBERS = 3;
    private static final int WRITERS_PER_MEMBER = 2;
    private static final int WRITES = 40;

    // The tracer is a grandchild (-D), so that signals reach the member itself.
    private static final String TRACED = "exec strace -D -f --seccomp-bpf -ttt -T -y -s 100000 -o trace-$2"
            + " -e trace=pwrite64,pwritev,fdatasync,fsync,write,writev,sendto,sendmsg \"$0\" \"$@\"";

    @TempDir
    private Path directory;

    @Test
    void noAnswerLeavesBeforeMostMembersHaveForcedTheRecord() throws IOException {
        Tool.requireStrace();
        List<String> program = List.of(
                "sh", "-c", TRACED, Image.current().program("keyspace-server").toString());
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        try (StaticCluster cluster = StaticCluster.start(program, directory, MEMBERS)) {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < MEMBERS * WRITERS_PER_MEMBER; i++) {
                V2Client client = cluster.client(i % MEMBERS);
                String prefix = "probe-" + i + "-";
                writers.add(Thread.ofVirtual().start(() -> write(client, prefix, acknowledged)));
            }
            writers.forEach(AckAfterForceIT::join);
        }

        List<ForceTrace> traces = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            try (Stream<String> lines = Files.lines(directory.resolve("trace-member" + i))) {
                traces.add(ForceTrace.parse(lines));
            }
        }
        assertTrue(acknowledged.size() > WRITES, acknowledged::toString);
        List<String> faults = acknowledged.stream()
                .map(value -> ForceTrace.fault(traces, value))
                .filter(fault -> !fault.isEmpty())
                .toList();
        assertEquals(List.of(), faults);
        System.out.println(acknowledged.size() + " acknowledged writes had been forced by most members before");
    }

    private static void write(V2Client client, String prefix, Queue<String> acknowledged) {
        IntStream.range(0, WRITES).mapToObj(n -> prefix + n + ".").forEach(value -> {
            try {
                if (client.set("/" + value, value).ok()) {
                    acknowledged.add(value);
                }
            } catch (IOException e) {
                // not acknowledged, so nothing is promised
                System.out.println(value + ": " + e);
            }
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
