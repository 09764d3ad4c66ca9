package io.muster.bench.chaos;

import io.muster.bench.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// All members on 127.0.0.1, where anybody may run them. The proxy makes the partitions.
final class Loopback implements Network {
    private static final int PORTS_EACH = 3;

    private final PeerProxy proxy = new PeerProxy();
    private final int firstPort;

    private Loopback(int firstPort) {
        this.firstPort = firstPort;
    }

    static Loopback open(int size) {
        Loopback network = new Loopback(Ports.free(PORTS_EACH * size));
        try {
            for (int i = 0; i < size; i++) {
                network.proxy.listen(i, network.address(i, 2), network.address(i, 1));
            }
            return network;
        } catch (IOException e) {
            network.close();
            throw new UncheckedIOException("cannot listen on loopback", e);
        }
    }

    @Override
    public String describe() {
        return "loopback behind a proxy";
    }

    @Override
    public List<String> inside(int member) {
        return List.of();
    }

    @Override
    public String clientUrl(int member) {
        return url(member, 0);
    }

    @Override
    public String listenPeerUrl(int member) {
        return url(member, 1);
    }

    @Override
    public String advertisedPeerUrl(int member) {
        return url(member, 2);
    }

    @Override
    public void know(Map<Long, Integer> numbersById) {
        proxy.know(numbersById);
    }

    @Override
    public void cut(List<Link> links) {
        proxy.cut(links);
    }

    @Override
    public void delay(int member, Duration by) {
        proxy.delay(member, by.toMillis());
    }

    @Override
    public void heal() {
        proxy.heal();
    }

    @Override
    public void close() {
        proxy.close();
    }

    private int port(int member, int which) {
        return firstPort + PORTS_EACH * member + which;
    }

    private InetSocketAddress address(int member, int which) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port(member, which));
    }

    private String url(int member, int which) {
        return "http://127.0.0.1:" + port(member, which);
    }
}
