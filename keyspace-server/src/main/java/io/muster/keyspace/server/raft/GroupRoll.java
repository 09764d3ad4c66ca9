package io.muster.keyspace.server.raft;

import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.membership.Members;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.peer.ClusterDoor;
import io.muster.keyspace.store.Store;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Who the members are: what the keyspace says of them wins over what was known when this one was born.
final class GroupRoll implements ClusterDoor {
    private final Identity identity;
    private final Store store;
    private final Supplier<Group> group;
    private final Keyspace keyspace;
    private final LongSupplier leaderId;
    private final Function<MemberChange, CompletableFuture<Outcome>> change;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    GroupRoll(
            Identity identity,
            Store store,
            Supplier<Group> group,
            Keyspace keyspace,
            LongSupplier leaderId,
            Function<MemberChange, CompletableFuture<Outcome>> change) {
        this.keyspace = keyspace;
        this.leaderId = leaderId;
        this.change = change;
        this.identity = identity;
        this.store = store;
        this.group = group;
    }

    @Override
    public List<MemberInfo> members() {
        Members told = store.members();
        Map<Long, MemberInfo> members = new TreeMap<>(Long::compareUnsigned);
        for (MemberInfo known : born()) {
            if (!told.removed().contains(known.id())) {
                members.put(known.id(), known);
            }
        }
        members.putAll(told.present());
        return List.copyOf(members.values());
    }

    /// Those there were when this one was born, without names: who was not started has none.
    List<MemberInfo> born() {
        return identity.members().stream()
                .map(member -> new MemberInfo(member.id(), "", member.peerUrls(), List.of()))
                .toList();
    }

    @Override
    public List<Long> founders() {
        return identity.founders();
    }

    @Override
    public boolean isGone(long id) {
        return store.members().removed().contains(id) && !group.get().members().contains(id);
    }

    @Override
    public void thisMemberIsGone() {
        gone.complete(null);
    }

    @Override
    public Keyspace keyspace() {
        return keyspace;
    }

    @Override
    public long leaderId() {
        return leaderId.getAsLong();
    }

    @Override
    public CompletableFuture<Outcome> change(MemberChange asked) {
        return change.apply(asked);
    }

    /// Completes when this member was removed, and the group does without it.
    CompletableFuture<Void> gone() {
        return gone;
    }
}
