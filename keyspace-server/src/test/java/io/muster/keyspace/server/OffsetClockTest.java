package io.muster.keyspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OffsetClockTest {
    private static final Instant NOW = Instant.parse("2016-01-02T03:04:05Z");

    @TempDir
    private Path directory;

    @Test
    void jumpsByWhatTheFileHoldsAtThatMoment() throws IOException {
        Path file = directory.resolve("offset");
        InstantSource clock = new OffsetClock(InstantSource.fixed(NOW), file);
        assertEquals(NOW, clock.instant());
        Files.writeString(file, "-1500\n");
        assertEquals(NOW.minusMillis(1500), clock.instant());
        Files.writeString(file, "20");
        assertEquals(NOW.plusMillis(20), clock.instant());
        Files.writeString(file, "noon");
        assertThrows(IllegalStateException.class, clock::instant);
    }
}
