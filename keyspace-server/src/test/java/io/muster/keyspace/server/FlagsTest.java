package io.muster.keyspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The flags are a promise to everyone's scripts and units: this test pins names, variables and defaults.
class FlagsTest {
    private static final Path PINNED = Path.of("src/test/resources/flags.txt");

    @Test
    void namesVariablesAndDefaultsAreThoseThatWerePromised() throws IOException {
        String actual = Flags.ALL.stream()
                .map(flag -> flag.name() + " " + flag.variable() + " '" + flag.preset() + "'")
                .collect(Collectors.joining("\n", "", "\n"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PINNED, actual);
        }

        assertEquals(Files.readString(PINNED), actual);
    }
}
