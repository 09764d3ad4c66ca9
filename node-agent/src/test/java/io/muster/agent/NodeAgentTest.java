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
        Files.writeString(file, "#cloud-config\nhostname: a\n");

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
    void aStepThatCannotBeDoneIsToldBeforeTheFirst() throws IOException {
        Files.writeString(file, "#cloud-config\nwrite_files:\n  - {path: /x, owner: \"ntp:wheel\"}\n");
        Path root = directory.resolve("root");

        assertEquals(
                new Agent(
                        1,
                        "",
                        "node-agent: there is no user 'ntp' in /etc/passwd; create it first or use its number;"
                                + " nothing was changed\n"),
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

    @Test
    void aDocumentWithErrorsStillLetsPeopleInWhereThatIsAskedFor() throws IOException {
        Files.writeString(file, """
                #cloud-config
                hostname: a
                ssh_authorized_keys: [ssh-rsa A a]
                write_files:
                  - path: /x
                    encoding: rot13
                coreos:
                  update: {group: beta}
                  units:
                    - name: eth.network
                      content: "[Match]"
                    - name: etcd2.service
                      command: start
                """);
        Path root = directory.resolve("root");

        Agent render = Agent.run("render", "--lenient", "--root", root.toString(), file.toString());

        assertEquals(1, render.exitCode());
        assertTrue(
                render.errors()
                        .contains("left out: hostname, write_files, coreos.update, coreos.units[1]; correct the lines"),
                render.errors());
        assertTrue(Files.exists(root.resolve("home/core/.ssh/authorized_keys")));
        assertTrue(Files.exists(root.resolve("etc/systemd/network/eth.network")));
        assertFalse(Files.exists(root.resolve("etc/hostname")));
    }

    @Test
    void aPlanForThisSystemForetellsAndChangesNothing() throws IOException {
        Files.writeString(
                file,
                "#cloud-config\nwrite_files:\n  - path: %s\n    content: x\n".formatted(directory.resolve("new")));

        Agent plan = Agent.run("plan", file.toString());

        assertEquals(0, plan.exitCode(), plan.errors());
        assertTrue(plan.output().startsWith("change     write " + directory.resolve("new")), plan.output());
        assertTrue(plan.output().contains("    +x\n"), plan.output());
        assertFalse(Files.exists(directory.resolve("new")));
    }
}
