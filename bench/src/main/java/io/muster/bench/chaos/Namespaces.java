package io.muster.bench.chaos;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// A network namespace for each member, joined by a bridge. Needs root and iproute2. Nothing outside these namespaces
/// and the bridge is changed.
///
/// A cut is silent: the sender's namespace is given a wrong hardware address for the one it sends to, so packets leave
/// as ever and are received by nobody. A rule that drops them where they leave would be felt: the kernel then knows
/// that it has not sent, and tries again much sooner than over a broken cable.
///
/// On the bridge there is one address for the harness, one for each member and one for the proxy before each member's
/// peer port. All names carry the run's own name, and what runs left behind that were killed is swept away.
final class Namespaces implements Network {
    private static final String PREFIX = "muc";
    private static final int CLIENT_PORT = 2379;
    private static final int PEER_PORT = 2380;
    private static final int FIRST_MEMBER = 10;
    private static final int FIRST_PROXY = 100;
    private static final String NOBODYS_HARDWARE_ADDRESS = "02:00:00:00:00:99";

    private final PeerProxy proxy = new PeerProxy();
    private final String run = PREFIX + ProcessHandle.current().pid();
    private final String subnet;
    private final int size;

    private Namespaces(String subnet, int size) {
        this.subnet = subnet;
        this.size = size;
    }

    /// Whether this machine lets us.
    static boolean possible() {
        String trial = PREFIX + ProcessHandle.current().pid() + "t";
        try {
            return SystemCommand.succeeds("ip", "netns", "add", trial)
                    && SystemCommand.succeeds("ip", "netns", "exec", trial, "ip", "neigh");
        } finally {
            SystemCommand.succeeds("ip", "netns", "del", trial);
        }
    }

    /// A network of namespaces where they can be had, else loopback.
    static Network orLoopback(int size) {
        return possible() ? open(size) : Loopback.open(size);
    }

    static Namespaces open(int size) {
        sweep();
        Namespaces network = new Namespaces(freeSubnet(), size);
        try {
            network.build();
            return network;
        } catch (IOException | IllegalStateException e) {
            network.close();
            throw new IllegalStateException("cannot build a network of namespaces: " + e.getMessage(), e);
        }
    }

    @Override
    public String describe() {
        return "network namespaces";
    }

    @Override
    public List<String> inside(int member) {
        return List.of("ip", "netns", "exec", namespace(member));
    }

    @Override
    public String clientUrl(int member) {
        return "http://" + address(FIRST_MEMBER + member) + ":" + CLIENT_PORT;
    }

    @Override
    public String listenPeerUrl(int member) {
        return "http://" + address(FIRST_MEMBER + member) + ":" + PEER_PORT;
    }

    @Override
    public String advertisedPeerUrl(int member) {
        return "http://" + address(FIRST_PROXY + member) + ":" + PEER_PORT;
    }

    @Override
    public void know(Map<Long, Integer> numbersById) {
        proxy.know(numbersById);
    }

    @Override
    public void cut(List<Link> links) {
        for (Link link : links) {
            String target = address(FIRST_PROXY + link.to());
            runInside(
                    link.from(),
                    "ip",
                    "neigh",
                    "replace",
                    target,
                    "lladdr",
                    NOBODYS_HARDWARE_ADDRESS,
                    "nud",
                    "permanent",
                    "dev",
                    inner(link.from()));
        }
    }

    @Override
    public void delay(int member, Duration by) {
        proxy.delay(member, by.toMillis());
    }

    @Override
    public void heal() {
        proxy.heal();
        for (int i = 0; i < size; i++) {
            runInside(i, "ip", "neigh", "flush", "nud", "permanent", "dev", inner(i));
        }
    }

    /// Takes down everything that was built; the members in it must be gone.
    @Override
    public void close() {
        proxy.close();
        for (int i = 0; i < size; i++) {
            SystemCommand.succeeds("ip", "netns", "del", namespace(i));
        }
        SystemCommand.succeeds("ip", "link", "del", bridge());
    }

    private void build() throws IOException {
        SystemCommand.run("ip", "link", "add", bridge(), "type", "bridge");
        SystemCommand.run("ip", "addr", "add", address(1) + "/24", "dev", bridge());
        SystemCommand.run("ip", "link", "set", bridge(), "up");
        for (int i = 0; i < size; i++) {
            String outside = run + "v" + i;
            String inside = inner(i);
            SystemCommand.run("ip", "netns", "add", namespace(i));
            SystemCommand.run("ip", "link", "add", outside, "type", "veth", "peer", "name", inside);
            SystemCommand.run("ip", "link", "set", outside, "master", bridge(), "up");
            SystemCommand.run("ip", "link", "set", inside, "netns", namespace(i));
            runInside(i, "ip", "addr", "add", address(FIRST_MEMBER + i) + "/24", "dev", inside);
            runInside(i, "ip", "link", "set", inside, "up");
            runInside(i, "ip", "link", "set", "lo", "up");
            SystemCommand.run("ip", "addr", "add", address(FIRST_PROXY + i) + "/24", "dev", bridge());
            proxy.listen(
                    i,
                    new InetSocketAddress(address(FIRST_PROXY + i), PEER_PORT),
                    new InetSocketAddress(address(FIRST_MEMBER + i), PEER_PORT));
        }
    }

    private void runInside(int member, String... command) {
        List<String> whole = new ArrayList<>(inside(member));
        whole.addAll(List.of(command));
        SystemCommand.run(whole);
    }

    private String inner(int member) {
        return run + "p" + member;
    }

    private String namespace(int member) {
        return run + "n" + member;
    }

    private String bridge() {
        return run + "b";
    }

    private String address(int host) {
        return subnet + "." + host;
    }

    // The range set aside for carriers is seldom used inside a machine.
    private static String freeSubnet() {
        String taken = SystemCommand.run("ip", "-o", "addr");
        for (int attempt = 0; attempt < 100; attempt++) {
            var random = ThreadLocalRandom.current();
            String subnet = "100." + random.nextInt(64, 128) + "." + random.nextInt(256);
            if (!taken.contains(" " + subnet + ".")) {
                return subnet;
            }
        }
        throw new IllegalStateException("no free subnet in 100.64.0.0/10");
    }

    private static void sweep() {
        for (String line : SystemCommand.run("ip", "netns", "list").lines().toList()) {
            String name = line.split(" ", 2)[0];
            if (name.matches(PREFIX + "\\d+n\\d+")) {
                String pid = name.substring(PREFIX.length(), name.indexOf('n'));
                if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
                    SystemCommand.run("ip", "netns", "pids", name)
                            .lines()
                            .forEach(orphan -> SystemCommand.succeeds("kill", "-KILL", orphan));
                    SystemCommand.succeeds("ip", "netns", "del", name);
                    SystemCommand.succeeds("ip", "link", "del", PREFIX + pid + "b");
                }
            }
        }
    }
}
