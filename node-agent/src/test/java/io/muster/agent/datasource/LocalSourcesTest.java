package io.muster.agent.datasource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.agent.datasource.Metadata.NetworkConfig;
import io.muster.cloudconfig.Addresses;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSourcesTest {
    private static final Selection QUICK =
            new Selection(Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(300));

    @TempDir
    private Path directory;

    private final HttpFetch http = new HttpFetch(Retries.ORIGINAL);

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void aConfigDriveMayHoldNothing() throws Exception {
        ConfigDrive drive = new ConfigDrive(directory);

        assertTrue(drive.isAvailable());
        assertEquals(0, drive.userData().length);
        assertEquals(Metadata.NONE, drive.metadata());
    }

    @Test
    void aConfigDriveDoesNotReadWhatIsNotOnIt() throws Exception {
        write("openstack/latest/meta_data.json", "{\"network_config\":{\"content_path\":\"/../../secret\"}}");

        FetchFailed failed = assertThrows(FetchFailed.class, () -> new ConfigDrive(directory).metadata());
        assertTrue(String.valueOf(failed.getMessage()).contains("leads out of the config drive"), failed::getMessage);
    }

    @Test
    void theLastAddressOnTheCommandLineCounts() throws Exception {
        try (Service service = new Service().with("/b", "x")) {
            Path cmdline = write(
                    "cmdline",
                    "root=LABEL=ROOT cloud-config-url=http://127.0.0.1:1/a cloud-config-url= cloud_config_url=%sb quiet\n"
                            .formatted(service.url()));
            ProcCmdline source = new ProcCmdline(cmdline, http);

            assertTrue(source.isAvailable());
            assertEquals("x", text(source.userData()));
        }
        assertFalse(new ProcCmdline(write("other", "root=LABEL=ROOT\n"), http).isAvailable());
    }

    @Test
    void azuresAgentIsWaitedFor() throws Exception {
        Waagent agent = new Waagent(directory);
        assertFalse(agent.isAvailable());
        write("provisioned", "");
        assertTrue(agent.isAvailable());
        assertEquals(Metadata.NONE, agent.metadata());

        write("CustomData", "#cloud-config\n");
        write("SharedConfig.xml", """
                <?xml version="1.0" encoding="utf-8"?>
                <SharedConfig version="1.0.0.0" goalStateIncarnation="1">
                  <Incarnation number="1" instance="two" guid="{1}" />
                  <Instances>
                    <Instance id="one" address="10.0.0.9"><InputEndpoints>
                      <Endpoint name="a" loadBalancedPublicAddress="203.0.113.9:22" /></InputEndpoints></Instance>
                    <Instance id="two" address="10.0.0.1"><InputEndpoints>
                      <Endpoint name="a" loadBalancedPublicAddress="203.0.113.1:22" />
                      <Endpoint name="b" loadBalancedPublicAddress="203.0.113.2:80" /></InputEndpoints></Instance>
                  </Instances>
                </SharedConfig>
                """);
        assertEquals("#cloud-config\n", text(agent.userData()));
        assertEquals(
                new Metadata(null, List.of(), new Addresses("203.0.113.1", "10.0.0.1", null, null), null),
                agent.metadata());
    }

    @Test
    void xmlThatWantsToReadFilesIsRefused() throws Exception {
        write("SharedConfig.xml", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>");

        FetchFailed failed = assertThrows(FetchFailed.class, () -> new Waagent(directory).metadata());
        assertTrue(String.valueOf(failed.getMessage()).contains("DOCTYPE"), failed::getMessage);
    }

    @Test
    void anOvfEnvironmentNamesTheNetworkAndItsRoles() throws Exception {
        Path file = write("ovf-env.xml", """
                <Environment xmlns="http://schemas.dmtf.org/ovf/environment/1"
                    xmlns:oe="http://schemas.dmtf.org/ovf/environment/1">
                  <PropertySection>
                    <Property oe:key="guestinfo.hostname" oe:value="guest"/>
                    <Property oe:key="guestinfo.coreos.config.data" oe:value="I2Nsb3VkLWNvbmZpZwo="/>
                    <Property oe:key="guestinfo.coreos.config.data.encoding" oe:value="base64"/>
                    <Property oe:key="guestinfo.dns.server.0" oe:value="8.8.8.8"/>
                    <Property oe:key="guestinfo.interface.0.name" oe:value="eth0"/>
                    <Property oe:key="guestinfo.interface.0.role" oe:value="public"/>
                    <Property oe:key="guestinfo.interface.0.ip.0.address" oe:value="203.0.113.1/24"/>
                    <Property oe:key="guestinfo.interface.0.ip.1.address" oe:value="2001:db8::1/64"/>
                    <Property oe:key="guestinfo.interface.1.mac" oe:value="00:11:22:33:44:55"/>
                    <Property oe:key="guestinfo.interface.1.role" oe:value="private"/>
                    <Property oe:key="guestinfo.interface.1.ip.0.address" oe:value="10.0.0.1/8"/>
                  </PropertySection>
                </Environment>
                """);
        Datasource source = Guestinfo.ofFile(file, http);

        assertTrue(source.isAvailable());
        assertEquals("#cloud-config\n", text(source.userData()));
        assertEquals(
                new Metadata(
                        "guest",
                        List.of(),
                        new Addresses("203.0.113.1", "10.0.0.1", "2001:db8::1", null),
                        new NetworkConfig.Variables(Map.of(
                                "dns.server.0", "8.8.8.8",
                                "interface.0.name", "eth0",
                                "interface.0.ip.0.address", "203.0.113.1/24",
                                "interface.0.ip.1.address", "2001:db8::1/64",
                                "interface.1.mac", "00:11:22:33:44:55",
                                "interface.1.ip.0.address", "10.0.0.1/8"))),
                source.metadata());
    }

    @Test
    void theHypervisorIsAskedThroughItsTool() throws Exception {
        try (Service service = new Service().with("/data", "#cloud-config\n")) {
            Path tool = write("rpctool", """
                    #!/bin/sh
                    case $1 in
                    "info-get guestinfo.hostname") echo guest ;;
                    "info-get guestinfo.coreos.config.url") echo %sdata ;;
                    *) echo "No value found"; exit 1 ;;
                    esac
                    """.formatted(service.url()));
            Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
            Datasource source = Guestinfo.ofHypervisor(tool.toString(), http);

            assertTrue(source.isAvailable());
            assertEquals("#cloud-config\n", text(source.userData()));
            assertEquals("guest", source.metadata().hostname());
        }
        assertFalse(Guestinfo.ofHypervisor(directory.resolve("absent").toString(), http)
                .isAvailable());
    }

    @Test
    void cloudSigmaAnswersOverItsSerialPort() throws Exception {
        Path wire = directory.resolve("wire");
        Process terminal = new ProcessBuilder("python3", "-c", """
                import os, pty, sys, tty
                main, port = pty.openpty()
                tty.setraw(port)
                os.symlink(os.ttyname(port), sys.argv[1])
                asked = b''
                while True:
                    asked += os.read(main, 100)
                    if asked == b'<\\n\\n>':
                        os.write(main, b'{"uuid":"u","meta":{"ssh_public_key":"ssh-rsa A me"},'
                            b'"nics":[{"ip_v4_conf":{"ip":{"uuid":"203.0.113.1"}}}]}\\x04')
                        asked = b''
                    if asked == b'<\\n/meta/\\n>':
                        os.write(main, b'{"cloudinit-user-data":"I2Nsb3VkLWNvbmZpZwo=",'
                            b'"base64_fields":"x,cloudinit-user-data"}\\x04')
                        asked = b''
                """, wire.toString())
                .inheritIO()
                .start();
        try {
            while (!Files.exists(wire) && terminal.isAlive()) {
                Thread.onSpinWait();
            }
            CloudSigma source = new CloudSigma(new SerialPort(wire, Duration.ofSeconds(20)), directory);

            assertEquals("#cloud-config\n", text(source.userData()));
            assertEquals(
                    new Metadata("u", List.of("ssh-rsa A me"), new Addresses("203.0.113.1", null, null, null), null),
                    source.metadata());
        } finally {
            terminal.destroyForcibly().onExit().join();
        }
    }

    @Test
    void cloudSigmaIsKnownByItsProductOnceTheNetworkIsUp() throws Exception {
        CloudSigma source = new CloudSigma(SerialPort.CLOUD_SIGMA, directory);
        write("sys/class/dmi/id/product_name", "CloudSigma\n");
        assertFalse(source.isAvailable());
        write("run/systemd/netif/leases/2", "");
        assertTrue(source.isAvailable());
        write("sys/class/dmi/id/product_name", "KVM\n");
        assertFalse(source.isAvailable());
    }

    @Test
    void aSerialPortWhereNobodyAnswersIsGivenUp() throws Exception {
        Path silent = directory.resolve("silent");
        assertEquals(0, new ProcessBuilder("mkfifo", silent.toString()).start().waitFor());
        try (FileChannel keepOpen = FileChannel.open(silent, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            IOException failed =
                    assertThrows(IOException.class, () -> new SerialPort(silent, Duration.ofMillis(50)).ask("x"));
            assertTrue(String.valueOf(failed.getMessage()).startsWith("nothing answers at"), failed::getMessage);
            assertTrue(keepOpen.isOpen());
        }
    }

    @Test
    void theFirstSourceThatIsThereIsTaken() throws Exception {
        Datasource never = new FileSource(directory.resolve("never"));
        Datasource late = new FileSource(directory.resolve("late"));
        assertEquals(Optional.empty(), QUICK.select(List.of(never, late)));
        Files.createFile(directory.resolve("late"));
        assertEquals(Optional.of(late), QUICK.select(List.of(never, late)));
    }

    @Test
    void nobodyWaitsForWhatCannotAppear() throws Exception {
        Selection patient = new Selection(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1));

        assertEquals(Optional.empty(), patient.select(List.of(new ProcCmdline(directory.resolve("none"), http))));
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
