package io.muster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeAgentTest {
    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = directory.resolve("user-data");
    }

    @Test
    void aSoundFilePasses() throws IOException {
        Files.writeString(file, "#cloud-config\nhostname: a\n");

        assertEquals(new Agent(0, file + ": no findings\n", ""), Agent.run("validate", file.toString()));
    }

    @Test
    void warningsPassAndErrorsDoNot() throws IOException {
        Files.writeString(file, "#cloud-config\nhost: a\n");
        assertEquals(
                new Agent(0, file + ":2:1: warning: unknown key \"host\"; it is left out [unknown-key]\n", ""),
                Agent.run("validate", file.toString()));

        Files.writeString(file, "#cloud-config\n\tx\n");
        assertEquals(1, Agent.run("validate", file.toString()).exitCode());
    }

    @Test
    void aFileThatCannotBeReadIsOneLine() {
        assertEquals(
                new Agent(1, "", "node-agent: user-data %s does not exist; check the path\n".formatted(file)),
                Agent.run("validate", file.toString()));
        assertEquals(
                new Agent(1, "", "node-agent: user-data %s is a folder; name the file in it\n".formatted(directory)),
                Agent.run("render", "--root", directory.toString(), directory.toString()));
    }

    @Test
    void aDocumentWithErrorsChangesNothing() throws IOException {
        Files.writeString(file, "#cloud-config\nhostname: a\nwrite_files:\n  - path: /x\n    encoding: rot13\n");
        Path root = directory.resolve("root");

        Agent render = Agent.run("render", "--root", root.toString(), file.toString());

        assertEquals(1, render.exitCode());
        assertTrue(render.errors().contains(":5:15: error: \"rot13\" is not a value"), render.errors());
        assertFalse(Files.exists(root));
    }

    @Test
    void aRootThatIsAFileIsOneLine() throws IOException {
        Files.writeString(file, "#cloud-config\n");

        assertEquals(
                new Agent(1, "", "node-agent: %s is not a folder; name one with --root\n".formatted(file)),
                Agent.run("render", "--root", file.toString(), file.toString()));
    }

    @Test
    void theTokenIsFilledInWithoutTouchingTheFile() throws IOException {
        String template = "#cloud-config\ncoreos:\n  etcd2:\n    discovery: http://d.example/<token>\n";
        Files.writeString(file, template);
        Path root = directory.resolve("root");

        Agent render = Agent.run(
                "render", "--root", root.toString(), "--discovery", "http://127.0.0.1:8087/0123", file.toString());

        assertEquals(0, render.exitCode(), render.errors());
        assertEquals(
                "[Service]\nEnvironment=\"ETCD_DISCOVERY=http://127.0.0.1:8087/0123\"\n",
                Files.readString(root.resolve("run/systemd/system/etcd2.service.d/20-cloudinit.conf")));
        assertEquals(template, Files.readString(file));
    }

    @Test
    void aTokenForAFileWithoutAPlaceholderIsRefused() throws IOException {
        Files.writeString(file, "#cloud-config\n");

        assertEquals(
                new Agent(
                        1,
                        "",
                        "node-agent: user-data %s holds no <token> to fill in; leave out --discovery and --token\n"
                                .formatted(file)),
                Agent.run("plan", "--token", "0123", file.toString()));
    }

    @Test
    void aStepThatCannotBeDoneEndsTheRunWithItsReason() throws IOException {
        Files.writeString(file, "#cloud-config\nwrite_files:\n  - {path: /x, owner: \"joe:wheel\"}\n");
        Path root = directory.resolve("root");

        assertEquals(
                new Agent(
                        1,
                        "",
                        "node-agent: there is no user 'joe' in /etc/passwd; create it first or use its number;"
                                + " steps above are done and stay so\n"),
                Agent.run("render", "--root", root.toString(), file.toString()));
    }

    @Test
    void aScriptIsStoredAndNotRun() throws IOException {
        Files.writeString(file, "#!/bin/sh\ntouch %s/ran\n".formatted(directory));
        Path root = directory.resolve("root");

        Agent render = Agent.run("render", "--root", root.toString(), file.toString());

        assertEquals(0, render.exitCode(), render.errors());
        assertTrue(render.output().startsWith("left       run script"), render.output());
        assertFalse(Files.exists(directory.resolve("ran")));
    }

    @Test
    void aWrongCommandLineIsExplained() {
        assertEquals(2, Agent.run("validate").exitCode());
        assertEquals(2, Agent.run("frobnicate").exitCode());
        assertEquals(0, Agent.run("--version").exitCode());
    }
}
