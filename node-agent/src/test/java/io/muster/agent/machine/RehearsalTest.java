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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    private static final Ownership OWN = new Ownership(-1, -1);

    @TempDir
    private Path disk;

    @Test
    void laterStepsSeeWhatEarlierOnesWouldDoAndTheDiskStaysAsItIs() throws IOException {
        Files.writeString(disk.resolve("old"), "a\nb\n");
        Rehearsal rehearsal = Rehearsal.below(disk);

        assertTrue(rehearsal.write("/new/file", Bytes.of("x\n"), 0644, OWN));
        assertFalse(rehearsal.write("/new/file", Bytes.of("x\n"), 0644, OWN));
        assertTrue(rehearsal.write("/old", Bytes.of("a\nc\n"), 0644, OWN));
        assertTrue(rehearsal.link("/link", "/dev/null"));
        assertEquals(Optional.of("x\n"), rehearsal.read("/new/file"));
        assertEquals(Optional.of("a\nc\n"), rehearsal.read("/old"));
        assertTrue(rehearsal.delete("/old"));
        assertFalse(rehearsal.delete("/old"));
        assertEquals(Optional.empty(), rehearsal.read("/old"));

        assertEquals("a\nb\n", Files.readString(disk.resolve("old")));
        try (Stream<Path> left = Files.list(disk)) {
            assertEquals(1, left.count());
        }
        assertEquals(4, rehearsal.drain().size());
        assertEquals(List.of(), rehearsal.drain());
    }

    @Test
    void aChangeIsShownAsADiffAndASecretIsNot() throws IOException {
        Files.writeString(disk.resolve("old"), "a\nb\n");
        Rehearsal rehearsal = Rehearsal.below(disk);
        rehearsal.write("/old", Bytes.of("a\nc\n"), 0755, OWN);
        rehearsal.write("/key", Bytes.of("hush\n"), 0600, OWN);

        List<FileChange> changes = rehearsal.drain();
        assertEquals(
                List.of("--- /old", "+++ /old", "@@ -1,2 +1,2 @@", " a", "-b", "+c", "mode of /old: 0644 becomes 0755"),
                changes.getFirst().diff());
        assertEquals(
                List.of("--- /dev/null", "+++ /key", "(not shown: only its owner may read it)"),
                changes.getLast().diff());
    }

    @Test
    void whatWouldFailFailsHereToo() throws IOException {
        Files.writeString(disk.resolve("file"), "");
        Rehearsal rehearsal = Rehearsal.below(disk);

        assertThrows(NotDirectoryException.class, () -> rehearsal.write("/file/below", Bytes.of(""), 0644, OWN));
        rehearsal.write("/made", Bytes.of(""), 0644, OWN);
        assertThrows(NotDirectoryException.class, () -> rehearsal.write("/made/below", Bytes.of(""), 0644, OWN));
    }
}
