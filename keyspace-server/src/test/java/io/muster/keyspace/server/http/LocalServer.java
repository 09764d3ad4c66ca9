package io.muster.keyspace.server.http;

import io.muster.keyspace.Key;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.Read;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.store.LocalKeyspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// The client API of a member without a group, on a real port: all of HTTP, none of Raft.
final class LocalServer implements AutoCloseable, ServedMember {
    static final long ID = 0xce2a822cea30bfcaL;

    private final Keyspace keyspace = new LocalKeyspace(InstantSource.system());
    private final ScheduledExecutorService expiry = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final String url;
    private final ClientApi api;
    private final ScheduledFuture<?> expiring;
    private volatile long leaderId = ID;

    private LocalServer(int port, int maxRequestBytes) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        url = "http://127.0.0.1:" + socket.socket().getLocalPort();
        api = ClientApi.start(List.of(socket), this, maxRequestBytes, InstantSource.system());
        // A local keyspace expires what is due whenever it is asked; a member has a timer for it.
        expiring = expiry.scheduleAtFixedRate(this::expire, 100, 100, TimeUnit.MILLISECONDS);
    }

    static LocalServer start() throws IOException {
        return new LocalServer(0, KeysHandler.DEFAULT_MAX_REQUEST_BYTES);
    }

    static LocalServer start(int maxRequestBytes) throws IOException {
        return new LocalServer(0, maxRequestBytes);
    }

    /// Serves on the port given as the only argument until the process ends, for tools that want a server.
    public static void main(String[] args) throws IOException, InterruptedException {
        try (LocalServer server = new LocalServer(Integer.parseInt(args[0]), KeysHandler.DEFAULT_MAX_REQUEST_BYTES)) {
            System.out.println(server.url());
            Thread.currentThread().join();
        }
    }

    String url() {
        return url;
    }

    URI uri(String pathAndQuery) {
        return URI.create(url + pathAndQuery);
    }

    void loseLeader() {
        leaderId = 0;
    }

    @Override
    public void close() {
        expiring.cancel(false);
        expiry.shutdown();
        api.close();
    }

    @Override
    public Keyspace keyspace() {
        return keyspace;
    }

    @Override
    public RaftStatus status() {
        return new RaftStatus(leaderId == ID ? Role.LEADER : Role.CANDIDATE, 2, keyspace.index() + 3, leaderId);
    }

    @Override
    public List<MemberInfo> members() {
        return List.of(new MemberInfo(ID, "default", List.of("http://localhost:2380"), List.of(url)));
    }

    @Override
    public long id() {
        return ID;
    }

    @Override
    public String name() {
        return "default";
    }

    @Override
    public long clusterId() {
        return 0x7e27652122e8b2aeL;
    }

    private void expire() {
        keyspace.get(new Read(Key.ROOT, false, false, Read.Consistency.LOCAL)).join();
    }
}
