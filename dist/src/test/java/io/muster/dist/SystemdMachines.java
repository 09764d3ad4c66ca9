package io.muster.dist;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Machines on a private network: Debian containers in which systemd is the first process, with the image and its unit
/// files, and a container with a discovery server.
final class SystemdMachines implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    /// Set aside for tests, so no network that matters is there (RFC 2544).
    private static final String SUBNET = "198.18.77.";
    private static final int FIRST_HOST = 10;

    private static final String NETWORK = "muster-test";
    private static final String DEBIAN = "muster-test-debian";
    private static final String MACHINE = "muster-test-machine";

    /// What lets systemd be the first process of a container, with either version of control groups.
    static final List<String> SYSTEMD = List.of(
            "--cap-add=SYS_ADMIN",
            "--cap-add=NET_ADMIN",
            "--cap-add=SYS_NICE",
            "--cap-add=SYS_PTRACE",
            "--cap-add=SYSLOG",
            "--security-opt=seccomp=unconfined",
            "--security-opt=apparmor=unconfined",
            "--cgroupns=host",
            "--tmpfs=/run:exec",
            "--tmpfs=/run/lock",
            "--volume=/sys/fs/cgroup:/sys/fs/cgroup:rw",
            "--stop-signal=SIGRTMIN+3");

    private static final String DOCKERFILE = """
            FROM %1$s
            COPY . %2$s
            RUN ln -s %2$s /opt/muster && cd /opt/muster/systemd \\
                && cp *.service *.socket *.mount *.path *.target /etc/systemd/system/ \\
                && cp sysusers.conf /usr/lib/sysusers.d/muster.conf && systemd-sysusers \\
                && mkdir -p /home/core && chown core:core /home/core \\
                && systemctl enable muster-boot.service muster-boot-late.path muster-report.service
            """;

    private final DockerEngine docker;
    private final Path directory;
    private final List<Container> containers = new ArrayList<>();

    private SystemdMachines(DockerEngine docker, Path directory) {
        this.docker = docker;
        this.directory = directory;
    }

    /// Makes the image that they boot from, and their network.
    ///
    /// @param directory for config drives and what else is made
    static SystemdMachines prepare(DockerEngine docker, Path directory) throws IOException {
        SystemdMachines machines = new SystemdMachines(docker, directory);
        machines.removeLeftovers();
        docker.run("import", DebianRootFs.tar().toString(), DEBIAN);
        Path image = Image.current().home();
        Path dockerfile = Files.writeString(directory.resolve("Dockerfile"), DOCKERFILE.formatted(DEBIAN, image));
        docker.run("build", "--network=none", "--tag", MACHINE, "--file", dockerfile.toString(), image.toString());
        docker.run("network", "create", "--subnet", SUBNET + "0/24", NETWORK);
        return machines;
    }

    /// Starts the discovery server; returns its address.
    String startDiscovery() {
        String base = "http://" + SUBNET + FIRST_HOST + ":8087";
        Container server = create(
                "discovery",
                FIRST_HOST,
                List.of(),
                "/opt/muster/bin/discovery-server",
                "--addr=0.0.0.0:8087",
                "--host=" + base);
        docker.run("start", server.name());
        Eventually.await("the discovery server", LIMIT, () -> server.fetch(base + "/health", "*/*")
                .contains(" 200 "));
        return base;
    }

    /// The container of the discovery server.
    Container discovery() {
        return containers.getFirst();
    }

    /// A new token of this size: its address.
    String newToken(String base, int size) {
        String answer = discovery().fetch(base + "/new?size=" + size, "*/*");
        return answer.substring(answer.lastIndexOf('\n') + 1).strip();
    }

    /// Boots a machine with a config drive.
    ///
    /// @param number from 1 on, for its name and address
    Container boot(int number, String userData) throws IOException {
        String name = "core-0" + number;
        Path drive = directory.resolve(name);
        Path latest = Files.createDirectories(drive.resolve("openstack/latest"));
        Files.writeString(latest.resolve("user_data"), userData);
        Files.writeString(
                latest.resolve("meta_data.json"),
                "{\"hostname\":\"%s\",\"public_keys\":{\"k\":\"ssh-ed25519 BBBB meta@drive\"}}".formatted(name));
        List<String> options = new ArrayList<>(SYSTEMD);
        options.addAll(List.of("--hostname", name, "--volume", drive + ":/media/configdrive:ro"));
        Container machine = create(name, FIRST_HOST + number, options, "/lib/systemd/systemd");
        // what the image of a platform does before user-data is looked at
        give(machine, "/etc/environment", "COREOS_PRIVATE_IPV4=%s%d\n".formatted(SUBNET, FIRST_HOST + number));
        give(machine, "/etc/machine-id", "%032x\n".formatted(number));
        docker.run("start", machine.name());
        return machine;
    }

    private Container create(String name, int host, List<String> options, String... command) {
        Container container = new Container(docker, "muster-" + name);
        containers.add(container);
        List<String> line = new ArrayList<>(
                List.of("create", "--name", container.name(), "--network", NETWORK, "--ip", SUBNET + host));
        line.addAll(options);
        line.add(MACHINE);
        line.addAll(List.of(command));
        docker.run(line.toArray(String[]::new));
        return container;
    }

    private void give(Container machine, String path, String content) throws IOException {
        Path given = Files.writeString(directory.resolve("given"), content);
        docker.run("cp", given.toString(), machine.name() + ":" + path);
    }

    /// Of a run that was killed, in an engine that was not ours.
    private void removeLeftovers() {
        docker.run("ps", "--all", "--quiet", "--filter", "network=" + NETWORK)
                .lines()
                .forEach(id -> docker.run("rm", "--force", "--volumes", id));
        docker.attempt(List.of("network", "rm", NETWORK));
    }

    @Override
    public void close() {
        removeLeftovers();
        docker.attempt(List.of("image", "rm", "--force", MACHINE, DEBIAN));
    }
}
