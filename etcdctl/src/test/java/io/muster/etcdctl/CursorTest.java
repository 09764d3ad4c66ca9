package io.muster.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class CursorTest {
    private static final int HISTORY = 1000;

    @AutoClose
    private final TestMember member = TestMember.start();

    @TempDir
    private Path directory;

    @Test
    void eachWatchGoesOnWhereTheLastOneEnded() throws Exception {
        Path file = Files.writeString(directory.resolve("cursor"), "- 0 /d\n");
        for (int i = 0; i < 10; i++) {
            member.keys.set("/d/" + i, "v" + i);
            member.keys.set("/other", "x");
        }
        for (int i = 0; i < 10; i++) {
            CommandLine watch = watch("--recursive", "--cursor-file", file.toString(), "/d");
            assertEquals(new CommandLine(0, "[set] /d/" + i + "\nv" + i + "\n", ""), watch);
        }
        assertEquals("- 19 /d\n", Files.readString(file));
    }

    @Test
    void whatWasWrittenIsToldAfreshWhenTheHistoryIsGone() throws Exception {
        Path file = Files.writeString(directory.resolve("cursor"), "- 1 /d\n");
        member.keys.set("/d/told", "1");
        member.keys.set("/d/b", "2");
        member.keys.set("/d/a", "3");
        member.keys.set("/d/b", "4");
        outgrowHistory();
        List<String> told = new ArrayList<>();
        CommandLine first = watch("--recursive", "--cursor-file", file.toString(), "/d");
        told.add(first.out());
        assertEquals(
                "missed: changes of /d from index 2 on are no longer known; going on with what is there now\n",
                first.err());
        told.add(watch("--recursive", "--cursor-file", file.toString(), "/d").out());
        member.keys.set("/d/c", "5");
        told.add(watch("--recursive", "--cursor-file", file.toString(), "/d").out());
        assertEquals(List.of("[get] /d/a\n3\n", "[get] /d/b\n4\n", "[set] /d/c\n5\n"), told);
    }

    @Test
    void theCursorOfAnotherClusterCountsForNothing() throws Exception {
        Path file = Files.writeString(directory.resolve("cursor"), "abc 7777 /a\n");
        member.keys.set("/a", "1");
        CommandLine watch = watch("--cursor-file", file.toString(), "/a");
        assertEquals("1\n", watch.out());
        assertEquals(
                "missed: " + file + " is of cluster abc, this is -; going on with what is there now\n", watch.err());
        assertEquals("- 1 /a\n", Files.readString(file));
    }

    @Test
    void aFileThatIsNoCursorOfThisKeyIsRefused() throws Exception {
        Path file = Files.writeString(directory.resolve("cursor"), "- 7 /a\n");
        CommandLine other = watch("--cursor-file", file.toString(), "/b");
        assertEquals(1, other.exitCode());
        assertTrue(other.err().contains("is the cursor of a watch on /a; give /b a file of its own"), other::err);
        Files.writeString(file, "precious\n");
        CommandLine none = watch("--cursor-file", file.toString(), "/b");
        assertEquals(1, none.exitCode());
        assertTrue(none.err().contains("is no cursor of a watch"), none::err);
        assertEquals("precious\n", Files.readString(file));
    }

    private CommandLine watch(String... args) {
        List<String> line = new ArrayList<>(List.of("watch"));
        line.addAll(List.of(args));
        return CommandLine.run(Map.of("ETCDCTL_ENDPOINTS", member.url()), "", line);
    }

    private void outgrowHistory() {
        for (int i = 0; i <= HISTORY; i++) {
            member.keys.set("/other", "x");
        }
    }
}
