package io.muster.keyspace.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;

/// A clock for tests that is wrong when told to be: another one's time, and the milliseconds that a file holds at that
/// moment. Without the file it is right.
record OffsetClock(InstantSource base, Path file) implements InstantSource {
    /// The system property that names the file. Members of a production cluster do without it.
    static final String PROPERTY = "muster.clock.offset-file";

    /// The clock of this process: the system's, unless the property is set.
    static InstantSource ofProcess() {
        String file = System.getProperty(PROPERTY, "");
        return file.isEmpty() ? InstantSource.system() : new OffsetClock(InstantSource.system(), Path.of(file));
    }

    /// @throws IllegalStateException when the file holds no number
    @Override
    public Instant instant() {
        return base.instant().plusMillis(offsetMillis());
    }

    private long offsetMillis() {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            throw new IllegalStateException(file + " holds no number of milliseconds", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
