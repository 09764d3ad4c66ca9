package io.muster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreosCloudinitTest {
    @TempDir
    private Path directory;

    @Test
    void validateEndsWithOneForAnyFinding() throws IOException {
        String sound = Files.writeString(directory.resolve("sound"), "#cloud-config\nhostname: a\n")
                .toString();
        String odd = Files.writeString(directory.resolve("odd"), "#cloud-config\nhost: a\n")
                .toString();

        assertEquals(new Agent(0, "", ""), Agent.cloudinit("-validate", "-from-file", sound));
        Agent found = Agent.cloudinit("--validate=true", "--from-file=" + odd);
        assertEquals(1, found.exitCode());
        assertTrue(
                found.errors()
                        .matches(
                                "\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d line 2: warning: unrecognized key \"host\"\n"),
                found.errors());
    }

    @Test
    void aCommandLineThatCannotBeReadEndsWithTwo() {
        assertEquals(2, Agent.cloudinit().exitCode());
        assertEquals(2, Agent.cloudinit("-from-file").exitCode());
        assertEquals(2, Agent.cloudinit("-oem", "ec2-compat").exitCode());
        assertEquals(2, Agent.cloudinit("-frobnicate").exitCode());
        assertEquals(2, Agent.cloudinit("stray").exitCode());
    }

    @Test
    void applyingIsRefusedAndSaysWhatToUse() throws IOException {
        String file =
                Files.writeString(directory.resolve("sound"), "#cloud-config\n").toString();

        Agent apply = Agent.cloudinit("-from-file", file, "-workspace", "/tmp");

        assertEquals(1, apply.exitCode());
        assertTrue(apply.errors().contains("node-agent render --root DIR " + file), apply.errors());
    }

    @Test
    void theVersionIsTheOriginalsAndOurs() {
        assertTrue(Agent.cloudinit("-version").output().startsWith("coreos-cloudinit 1.14.0 (muster "));
    }
}
