package io.muster.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class WatchTest {
    private static final int HISTORY = 1000;

    @AutoClose
    private final TestMember member = TestMember.start();

    @Test
    void watchPrintsTheNextValueAndEnds() throws Exception {
        CompletableFuture<CommandLine> watch = inBackground("watch", "/a");
        member.keys.begun.acquire();
        member.keys.set("/other", "0");
        member.keys.set("/a", "1");
        assertEquals(new CommandLine(0, "1\n", ""), watch.get());
    }

    @Test
    void recursiveWatchNamesActionAndKey() throws Exception {
        CompletableFuture<CommandLine> watch = inBackground("watch", "--recursive", "/d");
        member.keys.begun.acquire();
        member.keys.set("/d/x/y", "1");
        assertEquals(new CommandLine(0, "[set] /d/x/y\n1\n", ""), watch.get());
    }

    @Test
    void watchAfterAnIndexIsAnsweredFromHistory() {
        member.keys.set("/a", "1");
        member.keys.set("/a", "2");
        member.keys.set("/a", "3");
        assertEquals("2\n", etcdctl("watch", "--after-index", "1", "/a").out());
        assertEquals("3\n", etcdctl("watch", "/a", "-after-index=0x2").out());
    }

    @Test
    void watchPassesOverDirectories() throws Exception {
        CompletableFuture<CommandLine> watch = inBackground("watch", "--recursive", "/");
        member.keys.begun.acquire();
        assertEquals(0, etcdctl("mkdir", "/d").exitCode());
        member.keys.set("/d/a", "1");
        assertEquals("[set] /d/a\n1\n", watch.get().out());
    }

    @Test
    void watchForeverMissesNothingBetweenPolls() throws Exception {
        var reader = new ReaderOfLines(50);
        CompletableFuture<Integer> watch = forever(reader, "watch", "--forever", "/a");
        member.keys.begun.acquire();
        for (int i = 0; i < 50; i++) {
            member.keys.set("/a", "value " + i);
        }
        watch.get();
        assertEquals(numbered(50), reader.lines());
    }

    @Test
    void watchForeverSaysWhenHistoryIsGoneAndGoesOn() throws Exception {
        var reader = new ReaderOfLines(1);
        outgrowHistory();
        CompletableFuture<Integer> watch = forever(reader, "watch", "--forever", "--after-index", "1", "/a");
        member.keys.begun.acquire(2);
        member.keys.set("/a", "new");
        watch.get();
        assertEquals(List.of("new"), reader.lines());
        assertEquals(
                List.of("missed: changes of /a from index 2 on are no longer known; going on with what is there now"),
                reader.complaints());
    }

    @Test
    void watchForOneEventFailsWhenHistoryIsGone() {
        outgrowHistory();
        CommandLine watch = etcdctl("watch", "--after-index", "1", "/a");
        assertEquals(4, watch.exitCode());
        assertEquals(
                "Error:  401: The event in requested index is outdated and cleared"
                        + " (the requested history has been cleared [3/2]) [1002]\n",
                watch.err());
    }

    @Test
    void execWatchRunsItsProgramOnceForEachEventInOrder(@TempDir Path dir) throws Exception {
        Path told = dir.resolve("told");
        CompletableFuture<CommandLine> watch = inBackground(
                "exec-watch",
                "--recursive",
                "/d",
                "--",
                "sh",
                "-c",
                "echo $ETCD_WATCH_ACTION $ETCD_WATCH_KEY $ETCD_WATCH_VALUE $ETCD_WATCH_MODIFIED_INDEX >>" + told);
        member.keys.begun.acquire();
        for (int i = 0; i < 30; i++) {
            member.keys.set("/d/a", "value" + i);
        }
        member.keys.begun.acquire(30);
        member.close();
        CommandLine ended = watch.get();
        assertEquals(4, ended.exitCode());
        assertTrue(
                ended.err().startsWith("Error:  client: etcd cluster is unavailable or misconfigured\n"), ended::err);
        assertEquals(
                IntStream.range(0, 30)
                        .mapToObj(i -> "set /d/a value" + i + " " + (i + 1))
                        .toList(),
                Files.readAllLines(told));
    }

    @Test
    void execWatchNamesAProgramThatCannotBeRun() throws Exception {
        CompletableFuture<CommandLine> watch = inBackground("exec-watch", "/a", "--", "/no/such/program");
        member.keys.begun.acquire();
        member.keys.set("/a", "1");
        assertEquals(new CommandLine(1, "", "exec: /no/such/program: cannot be run\n"), watch.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void interruptEndsAWatchWithSuccess(String signal) throws Exception {
        // A build in the background of a shell ignores SIGINT, and so would what it starts.
        Process watch = new ProcessBuilder(
                        "env",
                        "--default-signal=INT",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Etcdctl.class.getName(),
                        "--endpoints",
                        member.url(),
                        "watch",
                        "--forever",
                        "/a")
                .start();
        try (var lines = watch.inputReader(StandardCharsets.UTF_8)) {
            member.keys.begun.acquire();
            member.keys.set("/a", "é");
            assertEquals("é", lines.readLine());
            new ProcessBuilder("kill", "-" + signal, String.valueOf(watch.pid()))
                    .start()
                    .waitFor();
            assertEquals(0, watch.waitFor());
        } finally {
            watch.destroyForcibly();
        }
    }

    private void outgrowHistory() {
        member.keys.set("/a", "old");
        for (int i = 0; i <= HISTORY; i++) {
            member.keys.set("/other", "x");
        }
    }

    private CommandLine etcdctl(String... args) {
        return CommandLine.run(env(), "", List.of(args));
    }

    private CompletableFuture<CommandLine> inBackground(String... args) {
        return CompletableFuture.supplyAsync(() -> etcdctl(args));
    }

    private CompletableFuture<Integer> forever(ReaderOfLines reader, String... args) {
        return CompletableFuture.supplyAsync(() -> Etcdctl.run(
                List.of(args),
                env(),
                InputStream.nullInputStream(),
                new PrintStream(reader, false, StandardCharsets.UTF_8),
                new PrintStream(reader.complaints, false, StandardCharsets.UTF_8)));
    }

    private Map<String, String> env() {
        return Map.of("ETCDCTL_ENDPOINTS", member.url());
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "value " + i).toList();
    }

    /// The other end of a pipe that closes after some lines, as `head` does.
    private static final class ReaderOfLines extends OutputStream {
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        private int linesLeft;

        ReaderOfLines(int lines) {
            linesLeft = lines;
        }

        @Override
        public void write(int octet) throws IOException {
            read.write(octet);
            if (octet == '\n' && --linesLeft == 0) {
                throw new IOException("Broken pipe");
            }
        }

        List<String> lines() {
            return read.toString(StandardCharsets.UTF_8).lines().toList();
        }

        List<String> complaints() {
            return complaints.toString(StandardCharsets.UTF_8).lines().toList();
        }
    }
}
