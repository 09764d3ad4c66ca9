package io.muster.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Members on loopback, started with etcd's own flags: ours and the real etcd alike.
public final class StaticCluster implements AutoCloseable {
    private static final Duration FORMING_LIMIT = Duration.ofSeconds(30);

    private final List<String> program;
    private final Path directory;
    private final @Nullable Path secrets;
    private final int size;
    private final int firstPort;
    private final List<ServerProcess> members = new ArrayList<>();

    private StaticCluster(List<String> program, Path directory, @Nullable Path secrets, int size) {
        this.program = program;
        this.directory = directory;
        this.secrets = secrets;
        this.size = size;
        this.firstPort = Ports.free(3 * size);
        for (int i = 0; i < size; i++) {
            members.add(launch(i, Map.of()));
        }
    }

    /// Starts `size` members and waits until each is healthy.
    ///
    /// @param program the executable and any flags that come before the common ones
    /// @param directory where data and logs go
    public static StaticCluster start(List<String> program, Path directory, int size) {
        return awaited(new StaticCluster(program, directory, null, size));
    }

    /// The same with TLS between the members, and for clients on a port beside the plain one.
    ///
    /// @param secrets a folder with `cert.pem`, which vouches for itself and for 127.0.0.1, and its `key.pem`
    public static StaticCluster startSecured(List<String> program, Path directory, Path secrets, int size) {
        return awaited(new StaticCluster(program, directory, secrets, size));
    }

    private static StaticCluster awaited(StaticCluster cluster) {
        try {
            cluster.awaitHealthy();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private ServerProcess launch(int member, Map<String, String> variables) {
        String name = "member" + member;
        String peers = IntStream.range(0, size)
                .mapToObj(i -> "member" + i + "=" + peerUrl(i))
                .collect(Collectors.joining(","));
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(
                "--name", name,
                "--data-dir", directory.resolve(name).toString(),
                "--listen-client-urls",
                        secrets == null ? clientUrl(member) : clientUrl(member) + "," + securedUrl(member),
                "--advertise-client-urls", clientUrl(member),
                "--listen-peer-urls", peerUrl(member),
                "--initial-advertise-peer-urls", peerUrl(member),
                "--initial-cluster", peers));
        if (secrets != null) {
            String certificate = secrets.resolve("cert.pem").toString();
            String key = secrets.resolve("key.pem").toString();
            command.addAll(List.of("--cert-file", certificate, "--key-file", key));
            command.addAll(List.of("--peer-cert-file", certificate, "--peer-key-file", key));
            command.addAll(List.of("--peer-trusted-ca-file", certificate, "--peer-client-cert-auth"));
        }
        return ServerProcess.start(name, directory, variables, command);
    }

    /// Where a member answers clients.
    public String clientUrl(int member) {
        return "http://127.0.0.1:" + (firstPort + 2 * member);
    }

    /// Where a member answers clients over TLS, if it was started so.
    public String securedUrl(int member) {
        return "https://127.0.0.1:" + (firstPort + 2 * size + member);
    }

    private String peerUrl(int member) {
        return (secrets == null ? "http" : "https") + "://127.0.0.1:" + (firstPort + 2 * member + 1);
    }

    public int size() {
        return members.size();
    }

    /// A client of one member.
    public V2Client client(int member) {
        return new V2Client(clientUrl(member));
    }

    public ServerProcess process(int member) {
        return members.get(member);
    }

    /// Waits until every member is healthy.
    public void awaitHealthy() {
        for (int i = 0; i < members.size(); i++) {
            V2Client client = client(i);
            ServerProcess member = members.get(i);
            Eventually.await("member" + i + " in " + directory + " to be healthy", FORMING_LIMIT, () -> {
                member.requireAlive();
                return client.healthy();
            });
        }
    }

    /// The number of the member that leads, once there is one.
    public int leader() {
        return Eventually.await("a leader", FORMING_LIMIT, this::leaderNow, member -> member >= 0);
    }

    private int leaderNow() throws Exception {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).isAlive() && client(i).leads()) {
                return i;
            }
        }
        return -1;
    }

    /// Starts a member again on its data.
    public void restart(int member) {
        restart(member, Map.of());
    }

    /// Starts a member again on its data, with these environment variables.
    public void restart(int member, Map<String, String> variables) {
        members.set(member, launch(member, variables));
    }

    @Override
    public void close() {
        members.parallelStream().forEach(ServerProcess::close);
    }
}
