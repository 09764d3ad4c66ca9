package io.muster.agent.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.cloudconfig.Bytes;
import io.muster.cloudconfig.CloudConfig.User;
import io.muster.cloudconfig.NetworkSetup;
import io.muster.cloudconfig.Step;
import io.muster.cloudconfig.Step.CommandUnit;
import io.muster.cloudconfig.UnitCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdMachineTest {
    private static final Step DROP_IN =
            new Step.PlaceDropIn("/run/systemd/system/a.service.d/x.conf", "[Service]\n", "r");
    private static final Step RELOAD = new Step.ReloadUnits("r");

    @TempDir
    private Path disk;

    private final FakeHost host = new FakeHost();

    @BeforeEach
    void nameMachine() throws IOException {
        write("proc/sys/kernel/hostname", "old\n");
        write("etc/hostname", "old\n");
    }

    @Test
    void servicesAreOnlyTouchedWhenTheyAreNotAsAsked() throws Exception {
        host.unit("up.service", "active").unit("down.service", "inactive");
        SystemdMachine machine = machine();
        for (UnitCommand command : UnitCommand.values()) {
            StepResult result = machine.perform(new CommandUnit("up.service", command, "r"));
            if (command != UnitCommand.STOP) {
                assertInstanceOf(StepResult.Unchanged.class, result, command::toString);
            } else {
                host.unit("up.service", "active");
                machine = machine();
            }
        }
        assertEquals(List.of("systemctl --no-ask-password --job-mode=replace stop -- up.service"), host.drain());

        machine().perform(new CommandUnit("down.service", UnitCommand.STOP, "r"));
        machine().perform(new CommandUnit("down.service", UnitCommand.TRY_RESTART, "r"));
        assertEquals(List.of(), host.drain());
        machine().perform(new CommandUnit("down.service", UnitCommand.RESTART, "r"));
        assertEquals(List.of("systemctl --no-ask-password --job-mode=replace restart -- down.service"), host.drain());
    }

    @Test
    void whatRunsIsRestartedWhenAnythingWasChangedAndOnlyThen() throws Exception {
        host.unit("a.service", "active");
        Step restart = new CommandUnit("a.service", UnitCommand.RESTART, "r");

        SystemdMachine first = machine();
        for (Step step : List.of(DROP_IN, RELOAD, restart)) {
            assertInstanceOf(StepResult.Done.class, first.perform(step));
        }
        assertEquals(
                List.of(
                        "systemctl daemon-reload",
                        "systemctl --no-ask-password --job-mode=replace restart -- a.service"),
                host.drain());

        SystemdMachine second = machine();
        for (Step step : List.of(DROP_IN, RELOAD, restart)) {
            assertInstanceOf(StepResult.Unchanged.class, second.perform(step));
        }
        assertEquals(List.of(), host.drain());
    }

    @Test
    void aUnitThatDoesNotComeUpIsToldAndABootGoesOn() throws Exception {
        host.unit("a.service", "inactive").failing("systemctl --no-ask-password", "Job for a.service failed\nsee");

        assertEquals(
                new StepResult.Unheeded("Job for a.service failed see"),
                machine().perform(new CommandUnit("a.service", UnitCommand.START, "r")));
    }

    @Test
    void aUnitThatIsNotThereEndsABootUnlessOnlyTheUpdateSectionNamesIt() throws Exception {
        StepFailed failed = assertThrows(StepFailed.class, () -> machine()
                .perform(new CommandUnit("fleet.service", UnitCommand.START, "coreos.units[0]")));
        assertTrue(String.valueOf(failed.getMessage()).contains("there is no unit file fleet.service"));

        assertInstanceOf(
                StepResult.Left.class,
                machine()
                        .perform(new CommandUnit(
                                "locksmithd.service", UnitCommand.RESTART, "coreos.update.reboot_strategy")));
    }

    @Test
    void accountsAreMadeByTheSystemsOwnProgramsAndNoHashStandsOnACommandLine() throws Exception {
        write("etc/passwd", "root:x:0:0:root:/root:/bin/bash\n");
        User joe = new User(
                "joe",
                "$6$hash",
                List.of(),
                "Joe",
                "/srv/joe",
                true,
                "users",
                List.of("a", "b"),
                true,
                true,
                true,
                "/bin/sh",
                "users[0]");

        machine().perform(new Step.AddUser(joe, "users[0]"));

        assertEquals(
                List.of(
                        "useradd --comment Joe --home-dir /srv/joe --no-create-home --gid users --groups a,b"
                                + " --no-user-group --system --no-log-init --shell /bin/sh -- joe",
                        "chpasswd -e < joe:$6$hash"),
                host.drain());
    }

    @Test
    void aPasswordThatIsSetAlreadyIsLeftAlone() throws Exception {
        write("etc/shadow", "joe:$6$hash:19000:0:99999:7:::\n");

        assertInstanceOf(StepResult.Unchanged.class, machine().perform(new Step.SetPassword("joe", "$6$hash", "r")));
        assertInstanceOf(StepResult.Done.class, machine().perform(new Step.SetPassword("joe", "$6$other", "r")));
        assertEquals(List.of("chpasswd -e < joe:$6$other"), host.drain());
    }

    @Test
    void theNameIsSetOnlyWhenItIsAnother() throws Exception {
        assertInstanceOf(StepResult.Unchanged.class, machine().perform(new Step.SetHostname("old", "r")));
        assertInstanceOf(StepResult.Done.class, machine().perform(new Step.SetHostname("new", "r")));
        assertEquals(List.of("hostnamectl set-hostname new"), host.drain());
    }

    @Test
    void theNetworkIsTakenDownOnlyWhenItsFilesAreOthers() throws Exception {
        write("sys/class/net/eth0/address", "");
        NetworkSetup network = new NetworkSetup(
                List.of("bond0", "eth0"),
                List.of(List.of("bonding", "mode=4")),
                List.of(new NetworkSetup.UnitFile("00-bond0.network", "[Match]\n")));
        Step restart = new Step.RestartNetwork(network, "r");

        assertInstanceOf(StepResult.Done.class, machine().perform(restart));
        assertEquals(
                List.of(
                        "ip link set dev eth0 down",
                        "modprobe bonding mode=4",
                        "systemctl --no-ask-password --job-mode=replace restart -- systemd-networkd.service"),
                host.drain());

        machine().perform(new Step.PlaceUnit("/run/systemd/network/00-bond0.network", "[Match]\n", "r"));
        assertInstanceOf(StepResult.Unchanged.class, machine().perform(restart));
        assertEquals(List.of(), host.drain());
    }

    @Test
    void aScriptRunsOnceABoot() throws Exception {
        Step script = new Step.RunScript(Bytes.of("#!/bin/sh\n"), "r");
        StoredScript stored = StoredScript.in("/work", Bytes.of("#!/bin/sh\n"));

        assertInstanceOf(StepResult.Done.class, machine().perform(script));
        List<String> run = host.drain();
        assertEquals(1, run.size());
        assertTrue(run.getFirst().startsWith("systemd-run --unit=" + stored.unit()), run::toString);
        assertTrue(run.getFirst().endsWith("/bin/bash " + stored.path()), run::toString);
        assertEquals(0744, Root.mode(disk.resolve(stored.path().substring(1))));

        assertInstanceOf(StepResult.Unchanged.class, machine().perform(script));
        assertEquals(List.of(), host.drain());
    }

    @Test
    void whatAProgramSaidIsInTheFailure() {
        host.failing("hostnamectl", "Could not set property: Invalid static hostname");

        StepFailed failed = assertThrows(StepFailed.class, () -> machine().perform(new Step.SetHostname("a b", "r")));
        assertEquals("cannot set hostname a b: Could not set property: Invalid static hostname", failed.getMessage());
    }

    private SystemdMachine machine() throws IOException {
        return new SystemdMachine(new RootMachine(Root.at(disk), "/work"), host);
    }

    private void write(String name, String text) throws IOException {
        Path file = disk.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
