package io.muster.keyspace.server.http;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.muster.keyspace.Command;
import io.muster.keyspace.Key;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.access.Access;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.server.AppendStats;
import io.muster.keyspace.server.DiskReport;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.server.log.SnapshotContent;
import io.muster.keyspace.store.Counts;
import io.muster.keyspace.store.LocalKeyspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// The client API of a member without a group, on a real port: all of HTTP, none of Raft. Nothing expires unless
/// somebody asks for something, or time is made to pass.
final class LocalServer implements AutoCloseable, ServedMember {
    static final long ID = 0xce2a822cea30bfcaL;
    private static final Duration EXPIRY_INTERVAL = Duration.ofMillis(100);

    private final ManualClock clock;
    private final LocalKeyspace local;
    private final CountedKeyspace keyspace;
    private final String url;
    private final ClientApi api;
    private volatile long leaderId = ID;
    private volatile DiskReport disk = new DiskReport(Duration.ZERO, 1L << 40, null);

    private LocalServer(ManualClock clock, ClientSettings settings) throws IOException {
        this.clock = clock;
        this.local = new LocalKeyspace(clock);
        this.keyspace = new CountedKeyspace(local);
        ServerSocketChannel socket = ServerSocketChannel.open();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        url = "http://127.0.0.1:" + socket.socket().getLocalPort();
        api = ClientApi.start(
                List.of(HttpManners.Listener.on(socket, null)),
                this,
                settings,
                clock,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    static LocalServer start(ManualClock clock) throws IOException {
        return start(clock, ClientSettings.DEFAULT);
    }

    static LocalServer start(ManualClock clock, ClientSettings settings) throws IOException {
        return new LocalServer(clock, settings);
    }

    static LocalServer start(int maxRequestBytes) throws IOException {
        return start(new ManualClock(), ClientSettings.DEFAULT.withMaxRequestBytes(maxRequestBytes));
    }

    URI uri(String pathAndQuery) {
        return URI.create(url + pathAndQuery);
    }

    /// Moves the clock, expiring on the way what becomes due, as a leader would.
    void pass(Duration time) {
        Duration left = time;
        while (left.isPositive()) {
            Duration step = left.compareTo(EXPIRY_INTERVAL) < 0 ? left : EXPIRY_INTERVAL;
            clock.advance(step);
            keyspace.get(new Read(Key.ROOT, false, false, Read.Consistency.LOCAL))
                    .join();
            left = left.minus(step);
        }
    }

    int openWatches() {
        return keyspace.openWatches();
    }

    /// Whether every watch ended within that time.
    boolean awaitNoWatches(Duration time) throws InterruptedException {
        return keyspace.awaitNoWatches(time);
    }

    /// From now on writes wait until that happens.
    void holdWritesUntil(CompletableFuture<Void> agreed) {
        keyspace.holdWritesUntil(agreed);
    }

    void loseLeader() {
        leaderId = 0;
    }

    @Override
    public void close() {
        api.close();
    }

    @Override
    public Keyspace keyspace() {
        return keyspace;
    }

    /// From now on the disk is like that.
    void serveFrom(DiskReport report) {
        disk = report;
    }

    @Override
    public DiskReport disk() {
        return disk;
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
    public CompletableFuture<Outcome> change(MemberChange change) {
        return local.submit(new Command.ChangeMembers(change, members(), false));
    }

    @Override
    public Access access() {
        return local.access();
    }

    @Override
    public CompletableFuture<SnapshotContent> state() {
        return CompletableFuture.failedFuture(new UnsupportedOperationException("there is no group here"));
    }

    @Override
    public Counts counts() {
        return local.counts();
    }

    @Override
    public AppendStats appends() {
        return new AppendStats(0, 0, Map.of());
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
}
