package io.muster.agent.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.cloudconfig.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootTest {
    private static final Bytes TEXT = Bytes.of("text\n");
    private static final Ownership OWN = new Ownership(-1, -1);

    @TempDir
    private Path above;

    private Path folder = Path.of("");
    private Root root = rootAt(Path.of(""));

    @BeforeEach
    void makeRoot() throws IOException {
        folder = Files.createDirectory(above.resolve("disk"));
        root = rootAt(folder);
    }

    @Test
    void dotsStopAtTheRoot() throws IOException {
        assertEquals(folder.resolve("etc/x"), root.resolve("/../../etc/./y/../x"));
    }

    @Test
    void aLinkLeadsWhereItWouldIfTheFolderWereTheRoot() throws IOException {
        Files.createDirectory(folder.resolve("etc"));
        Files.createSymbolicLink(folder.resolve("absolute"), Path.of("/etc"));
        Files.createSymbolicLink(folder.resolve("relative"), Path.of("../../../etc"));

        root.write("/absolute/a", TEXT, 0644, OWN);
        root.write("/relative/b", TEXT, 0644, OWN);

        assertTrue(Files.exists(folder.resolve("etc/a")));
        assertTrue(Files.exists(folder.resolve("etc/b")));
        assertFalse(Files.exists(Path.of("/etc/a")));
        Files.delete(folder.resolve("absolute"));
        Files.delete(folder.resolve("relative"));
    }

    @Test
    void aLinkInTheFilesOwnPlaceIsReplaced() throws IOException {
        Path outside = Files.writeString(above.resolve("outside"), "mine");
        Files.createSymbolicLink(folder.resolve("file"), outside);

        root.write("/file", TEXT, 0644, OWN);

        assertEquals("mine", Files.readString(outside));
        assertEquals("text\n", Files.readString(folder.resolve("file")));
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));

        assertThrows(IOException.class, () -> root.write("/a/x", TEXT, 0644, OWN));
    }

    @Test
    void aFileIsLeftAloneWhenItIsRightAndWrittenWhenOnlyItsModeIsWrong() throws IOException {
        assertTrue(root.write("/a", TEXT, 0600, OWN));
        assertFalse(root.write("/a", TEXT, 0600, OWN));
        assertTrue(root.write("/a", TEXT, 0755, OWN));
        assertEquals(0755, Root.mode(folder.resolve("a")));
    }

    @Test
    void aWriteThatFailsLeavesNothingBehind() throws IOException {
        Files.createDirectory(folder.resolve("taken"));
        Files.writeString(folder.resolve("file"), "x");

        assertThrows(IOException.class, () -> root.write("/taken", TEXT, 0644, OWN));
        assertThrows(NotDirectoryException.class, () -> root.write("/file/below", TEXT, 0644, OWN));

        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(2, left.count());
        }
    }

    @Test
    void readingFollowsLinksButNotOut() throws IOException {
        Files.writeString(above.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("out"), above.resolve("secret"));

        assertEquals(Optional.empty(), root.read("/out"));
        assertEquals(Optional.empty(), root.read("/../secret"));
    }

    @Test
    void aFileIsNoRoot() throws IOException {
        Path file = Files.writeString(above.resolve("file"), "");

        assertThrows(NotDirectoryException.class, () -> Root.at(file));
    }

    private static Root rootAt(Path folder) {
        try {
            return Root.at(folder);
        } catch (NotDirectoryException e) {
            throw new AssertionError(e);
        }
    }
}
