package io.muster.discovery.backend;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.discovery.registry.Token;
import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.server.Endpoint;
import io.muster.keyspace.server.Member;
import io.muster.keyspace.server.MemberSettings;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.bootstrap.MemberIds;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.log.UnusableDataDir;
import io.muster.keyspace.server.peer.CannotListen;
import io.muster.keyspace.server.peer.PeerSettings;
import io.muster.keyspace.store.Store;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A keyspace in this process: a member of its own, alone or in a group with those of other discovery servers. What it
/// confirmed survives the loss of power.
final class MemberBackend implements Backend {
    // Ids that depend on nothing, so that the data may be moved to another machine or served at another address.
    private static final MemberInfo LONE =
            new MemberInfo(MemberIds.member(List.of(), "discovery"), "discovery", List.of(), List.of());

    private static final Logger LOG = LoggerFactory.getLogger(MemberBackend.class);
    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration ELECTION = Duration.ofSeconds(1);
    private static final int SNAPSHOT_COUNT = 100_000;
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(20);

    private final String about;
    private final long clusterId;
    private final boolean alone;
    private final Member member;
    private volatile boolean closed;

    private MemberBackend(String about, long clusterId, boolean alone, Member member) {
        this.about = about;
        this.clusterId = clusterId;
        this.alone = alone;
        this.member = member;
    }

    /// Opens or makes a keyspace of this server alone, and returns when it takes writes.
    ///
    /// @param meters told how log and disk go, under etcd's names
    /// @throws StartFailure when the directory cannot be used, or the member does not come up
    static MemberBackend alone(Path dataDir, MeterRegistry meters) throws StartFailure, InterruptedException {
        long clusterId = MemberIds.cluster(List.of(LONE.id()));
        Member member = start(dataDir, clusterId, LONE, List.of(LONE), List.of(), meters);
        MemberBackend backend = new MemberBackend("data directory \"" + dataDir + "\"", clusterId, true, member);
        try {
            backend.awaitLeadership(dataDir);
            backend.makeDirectory();
            return backend;
        } catch (StartFailure | InterruptedException e) {
            backend.close();
            throw e;
        }
    }

    /// Opens or makes this server's part of a keyspace that several keep together. It takes writes as soon as most of
    /// them run, for which this does not wait.
    ///
    /// @throws StartFailure when the directory or an address cannot be used
    static MemberBackend grouped(Storage.Grouped grouped, MeterRegistry meters) throws StartFailure {
        Member member = start(
                grouped.dataDir(),
                grouped.cluster().clusterId(),
                grouped.self(),
                grouped.cluster().members(),
                grouped.listen().stream().map(Endpoint::socketAddress).toList(),
                meters);
        String about = "member " + grouped.self().name() + " of "
                + grouped.cluster().format() + " in \"" + grouped.dataDir() + "\"";
        MemberBackend backend = new MemberBackend(about, grouped.cluster().clusterId(), false, member);
        Thread.ofVirtual().name("registry founder").start(backend::makeDirectoryWhenItCan);
        return backend;
    }

    private static Member start(
            Path dataDir,
            long clusterId,
            MemberInfo self,
            List<MemberInfo> founders,
            List<InetSocketAddress> peerListen,
            MeterRegistry meters)
            throws StartFailure {
        try {
            return Member.start(
                    new MemberSettings(
                            clusterId,
                            self,
                            founders,
                            founders.stream().map(MemberInfo::id).toList(),
                            dataDir,
                            null,
                            HEARTBEAT,
                            ELECTION,
                            SNAPSHOT_COUNT,
                            Store.DEFAULT_HISTORY_SIZE,
                            Retention.DEFAULT,
                            0,
                            false,
                            false,
                            false,
                            peerListen.stream()
                                    .map(address -> new PeerSettings.Listen(address, null))
                                    .toList(),
                            null,
                            InstantSource.system()),
                    meters);
        } catch (UnusableDataDir | CannotListen e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Keyspace keyspace() {
        return member.keyspace();
    }

    @Override
    public long clusterId() {
        return clusterId;
    }

    @Override
    public RaftStatus status() {
        return member.status();
    }

    @Override
    public boolean isShared() {
        return !alone;
    }

    @Override
    public boolean isCaretaker() {
        return member.status().role() == Role.LEADER;
    }

    @Override
    public boolean mayWait() {
        return !alone;
    }

    @Override
    public String about() {
        return about;
    }

    @Override
    public void close() {
        closed = true;
        member.close();
    }

    private void makeDirectoryWhenItCan() {
        while (!closed) {
            try {
                makeDirectory();
                return;
            } catch (StartFailure e) {
                LOG.info("waiting for the other servers: {}", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    // Otherwise an empty registry would not name the token that it does not know.
    private void makeDirectory() throws StartFailure, InterruptedException {
        Outcome outcome;
        try {
            outcome = member.keyspace()
                    .submit(new Command.Create(Token.REGISTRY, true, "", null))
                    .get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new StartFailure("the keyspace of " + about + " takes no writes: " + e, e);
        }
        if (outcome instanceof Failure failure && failure.code() != ErrorCode.KEY_EXISTS) {
            throw new StartFailure("the keyspace of " + about + " takes no writes: " + failure.cause());
        }
    }

    private void awaitLeadership(Path dataDir) throws StartFailure, InterruptedException {
        for (Duration waited = Duration.ZERO;
                member.status().role() != Role.LEADER;
                waited = waited.plus(LOOK_INTERVAL)) {
            if (waited.compareTo(START_LIMIT) > 0) {
                throw new StartFailure("the keyspace in " + dataDir + " did not come up within "
                        + START_LIMIT.toSeconds() + " s; see the log above");
            }
            Thread.sleep(LOOK_INTERVAL);
        }
    }
}
