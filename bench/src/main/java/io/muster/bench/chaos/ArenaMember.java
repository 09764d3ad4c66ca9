package io.muster.bench.chaos;

import io.muster.bench.Directories;
import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.ServerProcess;
import io.muster.bench.V2Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One member and what can be done to it, by one thread; any thread may ask for its name and client, and close it.
final class ArenaMember implements AutoCloseable {
    // Small, so that a run of two minutes sees many snapshots taken and some sent.
    private static final String SNAPSHOT_ENTRIES = "1000";
    private static final int BYTES_UNTIL_WRITES_FAIL = 64 << 10;

    private final int number;
    private final Path directory;
    private final Network network;
    private final Volume volume;
    private final String founders;
    private final V2Client client;
    private @Nullable ServerProcess process;
    private boolean joined;
    private boolean paused;
    private boolean closed;

    /// @param directory of its own
    /// @param founders the value of `--initial-cluster`
    ArenaMember(int number, Path directory, Network network, String founders) {
        this.number = number;
        this.directory = directory;
        this.network = network;
        this.volume = Volume.open(directory.resolve("volume"));
        this.founders = founders;
        this.client = new V2Client(network.clientUrl(number));
    }

    static String name(int number) {
        return "member" + number;
    }

    String name() {
        return name(number);
    }

    int number() {
        return number;
    }

    V2Client client() {
        return client;
    }

    boolean canFillItsDisk() {
        return volume.canBeFilled();
    }

    boolean runs() {
        return process != null && process.isAlive();
    }

    boolean leads() {
        try {
            return runs() && !paused && client.leads();
        } catch (IOException e) {
            return false;
        }
    }

    /// The id it has in the cluster now.
    String id() {
        return Eventually.await("the id of " + name(), Arena.RECOVERY_LIMIT, this::idNow, id -> !id.isEmpty());
    }

    private String idNow() throws IOException {
        for (var member : client.get("/v2/members").json().path("members")) {
            if (member.path("name").asText().equals(name())) {
                return member.path("id").asText();
            }
        }
        return "";
    }

    /// Starts another member in its place, which finds the cluster running and has nothing yet.
    void startAnew() {
        Directories.delete(volume.dataDir());
        joined = true;
        start();
    }

    /// Starts it, new or on its data.
    synchronized void start() {
        if (closed) {
            throw new IllegalStateException("the run is over");
        }
        List<String> command = new ArrayList<>(network.inside(number));
        command.addAll(List.of(
                Image.current().program("keyspace-server").toString(),
                "--name=" + name(),
                "--data-dir=" + volume.dataDir(),
                "--listen-client-urls=" + network.clientUrl(number),
                "--advertise-client-urls=" + network.clientUrl(number),
                "--listen-peer-urls=" + network.listenPeerUrl(number),
                "--initial-advertise-peer-urls=" + network.advertisedPeerUrl(number),
                "--initial-cluster=" + founders,
                "--initial-cluster-state=" + (joined ? "existing" : "new"),
                "--snapshot-count=" + SNAPSHOT_ENTRIES));
        String options = "-XX:TieredStopAtLevel=1 -Dmuster.clock.offset-file=" + clockOffset();
        process = ServerProcess.start(name(), directory, Map.of("MUSTER_JAVA_OPTS", options), command);
        paused = false;
    }

    /// Waits until it serves and has a quorum.
    ///
    /// @throws IllegalStateException when the limit has passed, or at once when it has ended
    void awaitHealthy(Duration limit) {
        ServerProcess started = running();
        Eventually.await(name() + " in " + directory + " to be healthy", limit, () -> {
            started.requireAlive();
            return client.healthy();
        });
    }

    /// SIGKILL.
    void kill() {
        running().kill();
    }

    /// Waits for it to end by itself.
    ///
    /// @return whether it did
    boolean endsWithin(Duration limit) {
        try {
            running().exitCode(limit);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /// SIGSTOP.
    void pause() {
        signal("-STOP");
        paused = true;
    }

    /// SIGCONT; harmless when it was not paused.
    void resume() {
        if (paused && runs()) {
            signal("-CONT");
        }
        paused = false;
    }

    /// SIGTERM, and waits until it has gone.
    void stop() {
        running().stop();
    }

    /// Half a record at the end of its log; it must be down.
    ///
    /// @return whether there was room for it
    boolean tearTail() {
        return LogTail.tear(volume.dataDir());
    }

    void fillDisk() {
        volume.fill();
    }

    void freeDisk() {
        volume.free();
    }

    /// Every write beyond an offset soon reached fails from now on, in every file: the kernel's limit on file sizes.
    /// Ends with the process.
    void failWrites() {
        long limit = (long) running().output().length() + BYTES_UNTIL_WRITES_FAIL;
        SystemCommand.run("prlimit", "--pid", Long.toString(running().pid()), "--fsize=" + limit + ":");
    }

    /// Its clock, and nobody else's, is off by so much.
    void jumpClock(Duration by) {
        try {
            Path next = directory.resolve("clock.next");
            Files.writeString(next, Long.toString(by.toMillis()));
            Files.move(next, clockOffset(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set the clock of " + name(), e);
        }
    }

    /// What it has said so far.
    String output() {
        return running().output();
    }

    long pid() {
        return running().pid();
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            if (process != null) {
                process.kill();
            }
        } finally {
            volume.close();
        }
    }

    private void signal(String name) {
        SystemCommand.run("kill", name, Long.toString(running().pid()));
    }

    private Path clockOffset() {
        return directory.resolve("clock.offset");
    }

    private ServerProcess running() {
        if (process == null) {
            throw new IllegalStateException(name() + " was never started");
        }
        return process;
    }
}
