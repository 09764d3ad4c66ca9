package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// Machines with a real systemd boot from config drives and become a cluster, which they stay.
@TestInstance(Lifecycle.PER_CLASS)
class SystemdClusterIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int SIZE = 3;
    private static final String AGENT = "/opt/muster/bin/node-agent";
    /// By hand, with the addresses that the units of a boot have from there.
    private static final String AGENT_AS_AT_BOOT = "set -a; . /etc/environment; " + AGENT;

    private static final String ETCDCTL = "/opt/muster/bin/etcdctl";
    private static final String MEMBERS = ETCDCTL + " member list | sed 's/ isLeader=.*//' | sort";

    /// Every file that user-data can lead to and that outlives a boot, with its mode, owner, time and size.
    private static final String FILES = "find /etc /home /var/lib/coreos-cloudinit -type f"
            + " ! -name boot-report.json ! -name resolv.conf ! -name hosts ! -name hostname"
            + " -printf '%p %m %u %g %T@ %s\\n' | sort";

    /// And what this boot is like: its drop-ins, its services and when they were started.
    private static final String STATE = FILES + "; find /run/systemd/system -type f -printf '%p %T@\\n' | sort;"
            + " systemctl show -P MainPID -P ActiveEnterTimestampMonotonic etcd2.service hello.service";
    private static final String USER_DATA = """
            #cloud-config
            ssh_authorized_keys:
              - ssh-ed25519 AAAA user@data
            write_files:
              - path: /etc/muster/secret
                permissions: "0600"
                owner: etcd:etcd
                content: hush
            users:
              - name: joe
                groups: [systemd-journal]
                passwd: $6$salt$hash
            coreos:
              etcd2:
                discovery: %s
                initial-advertise-peer-urls: http://$private_ipv4:2380
                advertise-client-urls: http://$private_ipv4:2379
                listen-client-urls: http://0.0.0.0:2379
                listen-peer-urls: http://$private_ipv4:2380
              units:
                - name: hello.service
                  enable: true
                  content: |
                    [Service]
                    Type=oneshot
                    RemainAfterExit=yes
                    ExecStart=/bin/true
                    [Install]
                    WantedBy=multi-user.target
                - name: hello.service
                  command: start
                - name: etcd2.service
                  command: start
            """;

    private Path directory;
    private DockerEngine docker;
    private SystemdMachines machines;

    @BeforeAll
    void prepare() throws IOException {
        // sockets have short names, so not below the build directory
        directory = Files.createTempDirectory("muster-docker-");
        docker = DockerEngine.start(directory);
        machines = SystemdMachines.prepare(docker, directory);
    }

    @AfterAll
    void removeAll() {
        if (machines != null) {
            machines.close();
        }
        if (docker != null) {
            docker.close();
        }
        Command.run(Path.of("/"), "rm", "-rf", "--one-file-system", directory.toString());
    }

    @Test
    void machinesBecomeAClusterAndStayIt() throws IOException {
        String base = machines.startDiscovery();
        String token = machines.newToken(base, SIZE);
        List<Container> members = bootWhileDiscoveryIsAway(USER_DATA.formatted(token));
        members.forEach(SystemdClusterIT::awaitHealthy);
        Container first = members.getFirst();
        Container last = members.getLast();
        assertEquals("hello", first.shell(ETCDCTL + " set /greeting hello"));
        assertEquals("hello", last.shell(ETCDCTL + " get --quorum /greeting"));

        theMachineIsWhatItsFileSays(first);
        everyBootIsToldOnThePage(token);
        aSecondRunChangesNothing(first);
        aFileIsAppliedByItsUnit(first);
        aRebootChangesNothing(first, last);
        aMachineThatLostItsDataBeginsNoSecondCluster(first, last);
        aMachineTooManyStandsInFrontOfTheOthers(USER_DATA.formatted(token), last);
    }

    /// Their members give up, and are started again until the discovery service is there.
    private List<Container> bootWhileDiscoveryIsAway(String userData) throws IOException {
        docker.run("pause", machines.discovery().name());
        List<Container> members = new ArrayList<>();
        for (int i = 1; i <= SIZE; i++) {
            members.add(machines.boot(i, userData));
        }
        members.forEach(SystemdClusterIT::awaitBoot);
        awaitRestart(members.getFirst());
        docker.run("unpause", machines.discovery().name());
        return members;
    }

    private static void awaitBoot(Container machine) {
        await(
                machine,
                "systemd of " + machine.name(),
                () -> machine.exec("systemctl", "is-system-running").output().strip(),
                state -> !state.isEmpty() && !state.equals("offline"));
        Command status = machine.exec(AGENT, "status", "--wait");
        assertEquals(0, status.exitCode(), () -> status.output() + machine.journal());
        assertTrue(status.output().startsWith("applied    from config drive /media/configdrive"), status.output());
    }

    private static void awaitRestart(Container machine) {
        await(
                machine,
                "another start of the member of " + machine.name(),
                () -> machine.shell("systemctl show -P NRestarts etcd2.service"),
                times -> !times.equals("0"));
    }

    /// All members are, as the member of this machine sees it.
    private static void awaitHealthy(Container machine) {
        await(
                machine,
                "the cluster as " + machine.name() + " sees it",
                () -> machine.exec(ETCDCTL, "cluster-health").output(),
                told -> told.contains("cluster is healthy") && told.lines().count() == SIZE + 1);
    }

    /// Waits for an answer from a machine; what its journal says goes into the failure.
    private static void await(Container machine, String what, Callable<String> question, Predicate<String> wanted) {
        try {
            Eventually.await(what, LIMIT, question, wanted);
        } catch (IllegalStateException e) {
            throw new AssertionError(e.getMessage() + "\n" + machine.journal(), e);
        }
    }

    private static void theMachineIsWhatItsFileSays(Container machine) {
        assertEquals("600 etcd etcd", machine.shell("stat -c '%a %U %G' /etc/muster/secret"));
        assertEquals(
                "ssh-ed25519 AAAA user@data\nssh-ed25519 BBBB meta@drive",
                machine.shell("cat /home/core/.ssh/authorized_keys"));
        assertEquals("active", machine.shell("systemctl is-active hello.service"));
        assertEquals("enabled", machine.shell("systemctl is-enabled hello.service"));
        assertEquals("active", machine.shell("systemctl is-active etcd2.service"));
        assertTrue(machine.shell("id joe").contains("systemd-journal"));
        assertTrue(machine.shell("journalctl --no-pager -u muster-boot")
                .contains("start etcd2.service  # coreos.units[2]"));
        Command verified = machine.exec(
                "sh",
                "-c",
                "cd /etc/systemd/system && systemd-analyze verify"
                        + " $(cd /opt/muster/systemd && ls *.service *.socket *.mount *.path *.target)");
        assertEquals("", verified.output() + verified.errors());
    }

    private void everyBootIsToldOnThePage(String token) {
        Container discovery = machines.discovery();
        Eventually.await(
                "the reports on the page of the token",
                LIMIT,
                () -> discovery.fetch(token, "text/html"),
                html -> html.split("applied +from config drive", -1).length == SIZE + 1
                        && html.contains("start etcd2.service"));
    }

    private static void aSecondRunChangesNothing(Container machine) {
        String before = machine.shell(STATE);

        String plan = machine.shell(AGENT_AS_AT_BOOT + " plan --from-configdrive /media/configdrive");
        assertFalse(plan.contains("change "), plan);
        String again = machine.shell(AGENT_AS_AT_BOOT + " apply --from-configdrive /media/configdrive");

        assertFalse(again.contains("done "), again);
        assertEquals(before, machine.shell(STATE));
    }

    /// Under the name that CoreOS machines know it by.
    private static void aFileIsAppliedByItsUnit(Container machine) {
        machine.shell("printf '#cloud-config\\nwrite_files: [{path: /run/late, content: there}]\\n' > /run/data");

        machine.shell("systemctl start user-cloudinit@run-data.service");

        assertEquals("there", machine.shell("cat /run/late"));
    }

    private void aRebootChangesNothing(Container machine, Container other) {
        String before = machine.shell(FILES);
        String known = other.shell(MEMBERS);

        docker.run("restart", machine.name());

        awaitBoot(machine);
        awaitHealthy(machine);
        assertEquals(before, machine.shell(FILES));
        assertEquals(known, other.shell(MEMBERS));
        assertEquals("hello", machine.shell(ETCDCTL + " get --quorum /greeting"));
    }

    /// It is started again and again, to no effect but the original's advice.
    private static void aMachineThatLostItsDataBeginsNoSecondCluster(Container machine, Container other) {
        String known = other.shell(MEMBERS);
        machine.shell(
                "systemctl stop etcd2.service && mv /var/lib/etcd2 /var/lib/lost && systemctl start etcd2.service");

        awaitRestart(machine);

        String journal = machine.shell("journalctl --no-pager -u etcd2");
        assertTrue(journal.contains("has previously registered with discovery service token"), journal);
        assertEquals(known, other.shell(MEMBERS));
        machine.shell("systemctl stop etcd2.service && rm -r /var/lib/etcd2 && mv /var/lib/lost /var/lib/etcd2"
                + " && systemctl start etcd2.service");
        awaitHealthy(machine);
    }

    private void aMachineTooManyStandsInFrontOfTheOthers(String userData, Container other) throws IOException {
        String known = other.shell(MEMBERS);
        Container machine = machines.boot(SIZE + 1, userData);
        awaitBoot(machine);

        await(
                machine,
                "an answer of the cluster through " + machine.name(),
                () -> machine.exec(ETCDCTL, "get", "/greeting").output(),
                "hello\n"::equals);

        assertEquals(known, other.shell(MEMBERS));
    }
}
