package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Image;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `vagrant up` would do, without machines: the tests beside the Vagrantfile, with the image's own node-agent.
class VagrantIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"vagrantfile", "user_data", "networks"})
    void testsBesideTheVagrantfilePass(String name) {
        Path ruby = Tool.require("ruby", "ruby");
        Path test = Path.of(System.getProperty("muster.sources", ".."), "vagrant", "test", name + "_test.rb");
        String path = Image.current().home().resolve("bin") + ":" + System.getenv("PATH");

        Command run = Command.run(
                directory,
                Map.of("PATH", path),
                List.of(ruby.toString(), "-W0", test.toAbsolutePath().toString()),
                LIMIT);

        assertEquals(0, run.exitCode(), run.output() + run.errors());
        assertTrue(run.output().contains(" 0 failures, 0 errors, 0 skips"), run.output());
    }

    @Test
    void vagrantCountsTheConfigurationAsValid() {
        Path vagrant = Tool.require("vagrant", "vagrant");
        Path sources = Path.of(System.getProperty("muster.sources", ".."), "vagrant");
        Path copy = directory.resolve("vagrant");
        Command copied =
                Command.run(directory, "cp", "-r", sources.toAbsolutePath().toString(), copy.toString());
        assertEquals(0, copied.exitCode(), copied.errors());

        Command run = Command.run(
                copy,
                Map.of("VAGRANT_HOME", directory.resolve("home").toString()),
                List.of(vagrant.toString(), "validate", "--ignore-provider"),
                LIMIT);

        assertEquals(0, run.exitCode(), run.output() + run.errors());
        assertTrue(run.output().contains("Vagrantfile validated successfully."), run.output());
    }
}
