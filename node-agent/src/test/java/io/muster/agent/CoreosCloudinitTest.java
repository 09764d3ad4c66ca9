package io.muster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.agent.machine.FakeHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreosCloudinitTest {
    @TempDir
    private Path directory;

    private final FakeHost host = new FakeHost();

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
        assertEquals(2, Agent.cloudinit("-oem", "nowhere").exitCode());
        assertEquals(
                2,
                Agent.cloudinit("-from-file", "x", "-convert-netconf", "redhat").exitCode());
        assertEquals(2, Agent.cloudinit("-frobnicate").exitCode());
        assertEquals(2, Agent.cloudinit("stray").exitCode());
    }

    @Test
    void aDriveIsAppliedUnderTheNamesThatTheFlagsSay() throws IOException {
        write("drive/openstack/latest/user_data", "#cloud-config\nssh_authorized_keys: [ssh-rsa A a]\n");
        write(
                "drive/openstack/latest/meta_data.json",
                "{\"hostname\":\"box\",\"public_keys\":{\"k\":\"ssh-rsa B b\"}}");

        Agent agent = apply(
                "-from-configdrive=" + directory.resolve("drive"), "-ssh-key-name", "mine", "--workspace", "/work");

        assertEquals(0, agent.exitCode(), agent.errors());
        assertEquals(List.of("hostnamectl set-hostname box"), host.drain());
        assertEquals(
                "ssh-rsa A a\nssh-rsa B b\n",
                Files.readString(directory.resolve("disk/home/core/.ssh/authorized_keys.d/mine")));
    }

    @Test
    void badUserDataLeavesTheMetaDataStandingAndFailureCanBeIgnored() throws IOException {
        write("drive/openstack/latest/user_data", "no header");
        write("drive/openstack/latest/meta_data.json", "{\"hostname\":\"box\"}");
        String drive = "-from-configdrive=" + directory.resolve("drive");

        assertEquals(1, apply(drive).exitCode());
        assertEquals(List.of("hostnamectl set-hostname box"), host.drain());
        assertEquals(0, apply(drive, "-ignore-failure").exitCode());
    }

    @Test
    void metaDataThatCannotBeReadChangesNothing() throws IOException {
        write("drive/openstack/latest/user_data", "#cloud-config\nhostname: a\n");
        write("drive/openstack/latest/meta_data.json", "{oops");

        Agent agent = apply("-from-configdrive=" + directory.resolve("drive"), "-ignore-failure");

        assertEquals(1, agent.exitCode());
        assertTrue(agent.errors().contains("so nothing was changed"), agent.errors());
        assertEquals(List.of(), host.drain());
    }

    @Test
    void ignitionIsLeftToIgnition() throws IOException {
        String file = write("ignition", "{\"ignition\":{\"version\":\"2.0.0\"}}");

        assertEquals(
                new Agent(0, "Detected an Ignition config. Exiting...\nplan: nothing\n", ""),
                apply("-from-file", file));
    }

    @Test
    void aSystemWithoutSystemdIsRefused() throws IOException {
        String file = write("sound", "#cloud-config\n");
        Target bare = new Target(directory.resolve("bare"), host, "/work");

        Agent agent = Agent.run((args, out, err) -> CoreosCloudinit.run(args, out, err, bare), "-from-file", file);

        assertEquals(1, agent.exitCode());
        assertTrue(agent.errors().contains("systemd does not keep this system"), agent.errors());
    }

    @Test
    void theVersionIsTheOriginalsAndOurs() {
        assertTrue(Agent.cloudinit("-version").output().startsWith("coreos-cloudinit 1.14.0 (muster "));
    }

    private Agent apply(String... args) throws IOException {
        Files.createDirectories(directory.resolve("disk/run/systemd/system"));
        Target target = new Target(directory.resolve("disk"), host, "/work");
        return Agent.run((words, out, err) -> CoreosCloudinit.run(words, out, err, target), args);
    }

    private String write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text).toString();
    }
}
