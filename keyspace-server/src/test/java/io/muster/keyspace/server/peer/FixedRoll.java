package io.muster.keyspace.server.peer;

import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.membership.MemberVerdict;
import io.muster.keyspace.store.LocalKeyspace;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/// Members that only a test changes.
final class FixedRoll implements ClusterDoor {
    final List<MemberInfo> members;
    final Set<Long> gone = new CopyOnWriteArraySet<>();
    final List<MemberChange> changes = new CopyOnWriteArrayList<>();
    volatile boolean toldGone;
    private final LocalKeyspace keyspace = new LocalKeyspace(InstantSource.system());

    FixedRoll(List<MemberInfo> members) {
        this.members = new CopyOnWriteArrayList<>(members);
    }

    @Override
    public List<MemberInfo> members() {
        return members;
    }

    @Override
    public List<Long> founders() {
        return List.of(0xAL, 0xFFL);
    }

    @Override
    public boolean isGone(long id) {
        return gone.contains(id);
    }

    @Override
    public Keyspace keyspace() {
        return keyspace;
    }

    /// The first one leads.
    @Override
    public long leaderId() {
        return members.getFirst().id();
    }

    @Override
    public CompletableFuture<Outcome> change(MemberChange change) {
        changes.add(change);
        return CompletableFuture.completedFuture(new MembershipOutcome(MemberVerdict.DONE, 1));
    }

    @Override
    public void thisMemberIsGone() {
        toldGone = true;
    }
}
