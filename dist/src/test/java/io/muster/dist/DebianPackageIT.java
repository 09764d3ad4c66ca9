package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.bench.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The Debian package on a small Debian with systemd.
class DebianPackageIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String DEBIAN = "muster-package-debian";
    private static final String MACHINE = "muster-package-machine";

    /// All that there is, but for what a running system keeps for itself, and for /opt, which dpkg takes along when
    /// nothing else is there.
    private static final String FILES = "find / -xdev \\( -path /proc -o -path /sys -o -path /run -o -path /tmp"
            + " -o -path /var/tmp -o -path /var/log -o -path /var/lib/dpkg -o -path /var/lib/systemd"
            + " -o -path /var/cache \\) -prune -o ! -name '*-' ! -path /etc/.pwd.lock ! -path /opt -print"
            + " | sort; cut -d: -f1 /etc/passwd /etc/group | sort; systemctl list-unit-files --no-legend | sort";
    private static final String USER_DATA = """
            #cloud-config
            coreos:
              etcd2:
                name: alone
                advertise-client-urls: http://127.0.0.1:2379
                listen-client-urls: http://127.0.0.1:2379
              units:
                - name: etcd2.service
                  command: start
            """;

    private Path directory;

    @BeforeEach
    void makeDirectory() throws IOException {
        // sockets have short names, so not below the build directory
        directory = Files.createTempDirectory("muster-docker-");
    }

    @AfterEach
    void removeAll() {
        Command.run(Path.of("/"), "rm", "-rf", "--one-file-system", directory.toString());
    }

    /// Boots three times into a member that keeps what was written, and goes without a trace.
    @Test
    void thePackageIsInstalledBootedThreeTimesAndPurged() throws IOException {
        try (DockerEngine docker = DockerEngine.start(directory)) {
            docker.run("import", DebianRootFs.tar().toString(), DEBIAN);
            Container machine = start(docker);
            try {
                String before = machine.shell(FILES);
                docker.run("cp", Packed.once().debian().toString(), machine.name() + ":/tmp/muster.deb");
                machine.shell("mkdir /var/lib/coreos-install && dpkg --install /tmp/muster.deb >/dev/null");
                assertEquals(
                        "",
                        machine.exec("systemd-analyze", "verify", "etcd2.service", "discovery-server.socket")
                                .errors());
                Path userData = Files.writeString(directory.resolve("user-data"), USER_DATA);
                docker.run("cp", userData.toString(), machine.name() + ":/tmp/user-data");
                // where a tool puts it on a machine that runs already
                machine.shell("mv /tmp/user-data /var/lib/coreos-install/user_data");
                etcdctl(machine, "set /booted 0", "0");

                for (int boot = 1; boot <= 3; boot++) {
                    docker.run("restart", machine.name());
                    etcdctl(machine, "get /booted", String.valueOf(boot - 1));
                    etcdctl(machine, "set /booted " + boot, String.valueOf(boot));
                    assertEquals("applied", machine.shell("node-agent status | cut -d' ' -f1 | head -n 1"));
                }
                assertEquals("active", machine.shell("systemctl is-active node-agent.service"));
                assertEquals("etcd", machine.shell("stat -c %U /var/lib/etcd2"));
                machine.shell("systemctl start discovery-server.socket");
                await(
                        machine,
                        "the discovery server behind its socket",
                        () -> machine.fetch("http://127.0.0.1:8087/health", "*/*"),
                        answer -> answer.startsWith("HTTP/1.1 200 "));

                machine.shell("dpkg --purge muster && rm -r /var/lib/coreos-install");
                assertEquals(before, machine.shell(FILES));
                assertEquals("0", machine.shell("readlink /proc/[0-9]*/exe | grep -c /opt/muster || true"));
            } finally {
                docker.attempt(List.of("rm", "--force", "--volumes", machine.name()));
                docker.attempt(List.of("image", "rm", "--force", DEBIAN));
            }
        }
    }

    private static Container start(DockerEngine docker) {
        List<String> line = new ArrayList<>(List.of("run", "--detach", "--name", MACHINE, "--hostname", "packaged"));
        line.addAll(SystemdMachines.SYSTEMD);
        line.addAll(List.of(DEBIAN, "/lib/systemd/systemd"));
        docker.attempt(List.of("rm", "--force", "--volumes", MACHINE));
        docker.run(line.toArray(String[]::new));
        Container machine = new Container(docker, MACHINE);
        await(
                machine,
                "systemd",
                () -> machine.exec("systemctl", "is-system-running").output().strip(),
                state -> state.equals("running") || state.equals("degraded"));
        return machine;
    }

    /// Waits until `etcdctl` on the machine says so.
    private static void etcdctl(Container machine, String command, String wanted) {
        await(
                machine,
                "etcdctl " + command,
                () -> machine.exec("sh", "-c", "etcdctl " + command).output().strip(),
                wanted::equals);
    }

    private static void await(Container machine, String what, Callable<String> question, Predicate<String> wanted) {
        try {
            Eventually.await(what, LIMIT, question, wanted);
        } catch (IllegalStateException e) {
            throw new AssertionError(e.getMessage() + "\n" + machine.journal(), e);
        }
    }
}
