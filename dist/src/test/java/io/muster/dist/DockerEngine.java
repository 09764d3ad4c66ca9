package io.muster.dist;

import io.muster.bench.Eventually;
import io.muster.bench.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Docker's engine: one that runs already, else one of our own that is stopped afterwards. Nothing is pulled.
final class DockerEngine implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Path docker;
    private final Path directory;
    private final Map<String, String> environment;
    private final Optional<ServerProcess> daemon;

    private DockerEngine(Path docker, Path directory, Map<String, String> environment, Optional<ServerProcess> daemon) {
        this.docker = docker;
        this.directory = directory;
        this.environment = environment;
        this.daemon = daemon;
    }

    /// Finds or starts one; the suite is left out aloud where that cannot be done.
    ///
    /// @param directory for the files of one of our own; its path must be short, for sockets are made in it
    static DockerEngine start(Path directory) {
        Path docker = Tool.require("docker", "docker.io");
        Path dockerd = Tool.require("dockerd", "docker.io");
        DockerEngine running = new DockerEngine(docker, directory, Map.of("DOCKER_BUILDKIT", "0"), Optional.empty());
        if (running.answers()) {
            return running;
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            throw Tool.leaveOut("left out: no docker engine runs here, and only root can start one");
        }
        return own(docker, dockerd, directory);
    }

    private static DockerEngine own(Path docker, Path dockerd, Path directory) {
        String socket = "unix://" + directory.resolve("docker.sock");
        ServerProcess daemon = ServerProcess.start(
                "dockerd",
                directory,
                Map.of(),
                List.of(
                        dockerd.toString(),
                        "--host=" + socket,
                        "--data-root=" + directory.resolve("data"),
                        "--exec-root=" + directory.resolve("exec"),
                        "--pidfile=" + directory.resolve("dockerd.pid")));
        DockerEngine engine = new DockerEngine(
                docker, directory, Map.of("DOCKER_BUILDKIT", "0", "DOCKER_HOST", socket), Optional.of(daemon));
        try {
            Eventually.await("docker's engine", START_LIMIT, () -> {
                daemon.requireAlive();
                return engine.answers();
            });
            return engine;
        } catch (Eventually.Hopeless e) {
            throw Tool.leaveOut("left out: docker's engine does not start here: " + e.getMessage());
        } catch (IllegalStateException e) {
            daemon.close();
            throw e;
        }
    }

    private boolean answers() {
        return attempt(List.of("info")).exitCode() == 0;
    }

    /// What a client of this engine must have in its environment.
    Map<String, String> environment() {
        return environment;
    }

    /// Runs `docker ARGS`, which must not fail, and returns what it printed.
    String run(String... args) {
        Command done = attempt(List.of(args));
        if (done.exitCode() != 0) {
            throw new IllegalStateException("docker " + String.join(" ", args) + ":\n" + done.output() + done.errors());
        }
        return done.output();
    }

    /// Runs `docker ARGS`, which may fail.
    Command attempt(List<String> args) {
        List<String> command = new ArrayList<>(List.of(docker.toString()));
        command.addAll(args);
        return Command.run(directory, environment, command, LIMIT);
    }

    /// Stops an engine of our own; what it kept lies in the directory.
    @Override
    public void close() {
        daemon.ifPresent(ServerProcess::close);
    }
}
