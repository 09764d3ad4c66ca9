package io.muster.keyspace.server.raft;

import io.muster.keyspace.Event;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.server.peer.FirstConfig;
import io.muster.keyspace.store.Store;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after the members as the leader of etcd 0.4 did, once a second: one that is silent for longer than
/// `removeDelay` is removed, and one of those beyond `activeSize` is. Who is removed stops.
final class FirstKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(FirstKeeper.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private final long self;
    private final RaftEngine engine;
    private final Store store;
    private final InstantSource clock;
    private final Supplier<List<MemberInfo>> members;
    private final Function<MemberChange, CompletableFuture<Outcome>> change;
    private long looked = System.nanoTime();
    private volatile boolean underWay;

    FirstKeeper(
            long self,
            RaftEngine engine,
            Store store,
            InstantSource clock,
            Supplier<List<MemberInfo>> members,
            Function<MemberChange, CompletableFuture<Outcome>> change) {
        this.self = self;
        this.engine = engine;
        this.store = store;
        this.clock = clock;
        this.members = members;
        this.change = change;
    }

    /// To be called often, on the engine's thread.
    void tick() {
        if (underWay
                || System.nanoTime() - looked < PAUSE_NANOS
                || engine.status().role() != Role.LEADER) {
            return;
        }
        looked = System.nanoTime();
        FirstConfig config = config();
        Group group = engine.group();
        List<MemberInfo> counted = members.get().stream()
                .filter(member -> member.id() != self && group.voters().contains(member.id()))
                .toList();
        Optional<MemberInfo> silent = counted.stream()
                .filter(member -> engine.isSilent(member.id(), config.patience()))
                .findFirst();
        silent.ifPresent(member -> remove(member, "it was silent for more than " + config.removeDelay() + " s"));
        if (silent.isEmpty() && counted.size() + 1 > config.activeSize()) {
            remove(counted.getLast(), "there are more than " + config.activeSize() + " members");
        }
    }

    private void remove(MemberInfo member, String reason) {
        LOG.warn("removing member {} ({}): {}", member.hexId(), member.name(), reason);
        underWay = true;
        var _ = change.apply(new MemberChange.Remove(member.id())).whenComplete((_, _) -> underWay = false);
    }

    private FirstConfig config() {
        Outcome kept = store.get(new Read(FirstConfig.KEY, false, false, Read.Consistency.LOCAL), clock.instant());
        return FirstConfig.kept(kept instanceof Event event ? event.node().value() : null);
    }
}
