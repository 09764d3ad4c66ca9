package io.muster.keyspace.server.raft;

import io.microraft.MembershipChangeMode;
import io.microraft.RaftEndpoint;
import io.microraft.model.groupop.UpdateRaftGroupMembersOp;
import io.microraft.model.impl.DefaultRaftModelFactory;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The entry by which the engine changes its group. The engine makes and obeys it, by way of [Models]; here it only
/// gets bytes like every other entry.
final class GroupChange implements Operation, UpdateRaftGroupMembersOp {
    private final GroupStep step;
    private final Endpoint subject;
    private final List<RaftEndpoint> members;
    private final List<RaftEndpoint> voters;
    private final byte[] encoded;

    /// @param subject whom the step is about
    /// @param members the group after it
    /// @param voters those of them who count after it
    GroupChange(GroupStep step, Endpoint subject, Collection<RaftEndpoint> members, Collection<RaftEndpoint> voters) {
        this.step = step;
        this.subject = subject;
        this.members = List.copyOf(members);
        this.voters = List.copyOf(voters);
        this.encoded = encode();
    }

    /// Reads what [#encoded] gave.
    ///
    /// @throws IllegalArgumentException when these are not a group change's bytes
    static GroupChange decode(byte[] encoded) {
        try {
            ByteBuffer in = ByteBuffer.wrap(encoded, 1, encoded.length - 1);
            GroupStep step = GroupStep.of(in.get());
            GroupChange change = new GroupChange(step, new Endpoint(in.getLong()), endpoints(in), endpoints(in));
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("a change of the group that does not end where it should");
            }
            return change;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a change of the group that ends early", e);
        }
    }

    @Override
    public byte[] encoded() {
        return encoded;
    }

    @Override
    public Collection<RaftEndpoint> getMembers() {
        return members;
    }

    @Override
    public Collection<RaftEndpoint> getVotingMembers() {
        return voters;
    }

    @Override
    public RaftEndpoint getEndpoint() {
        return subject;
    }

    @Override
    public MembershipChangeMode getMode() {
        return step.mode();
    }

    private byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(2 + 8 + 8 + 8 * (members.size() + voters.size()))
                .put(GROUP)
                .put((byte) step.number())
                .putLong(subject.id());
        put(out, members);
        put(out, voters);
        return out.array();
    }

    private static void put(ByteBuffer out, List<RaftEndpoint> endpoints) {
        out.putInt(endpoints.size());
        endpoints.forEach(endpoint -> out.putLong(Endpoint.idOf(endpoint)));
    }

    private static List<RaftEndpoint> endpoints(ByteBuffer in) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining() / 8) {
            throw new IllegalArgumentException("a change of the group with " + count + " members");
        }
        List<RaftEndpoint> endpoints = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            endpoints.add(new Endpoint(in.getLong()));
        }
        return endpoints;
    }

    /// Makes the engine's objects; its changes of the group are of this class.
    static final class Models extends DefaultRaftModelFactory {
        @Override
        public UpdateRaftGroupMembersOpBuilder createUpdateRaftGroupMembersOpBuilder() {
            return new Builder();
        }
    }

    private static final class Builder implements UpdateRaftGroupMembersOp.UpdateRaftGroupMembersOpBuilder {
        private Collection<RaftEndpoint> members = List.of();
        private Collection<RaftEndpoint> voters = List.of();
        private @Nullable RaftEndpoint subject;
        private @Nullable MembershipChangeMode mode;

        @Override
        public UpdateRaftGroupMembersOpBuilder setMembers(Collection<RaftEndpoint> group) {
            members = group;
            return this;
        }

        @Override
        public UpdateRaftGroupMembersOpBuilder setVotingMembers(Collection<RaftEndpoint> group) {
            voters = group;
            return this;
        }

        @Override
        public UpdateRaftGroupMembersOpBuilder setEndpoint(RaftEndpoint endpoint) {
            subject = endpoint;
            return this;
        }

        @Override
        public UpdateRaftGroupMembersOpBuilder setMode(MembershipChangeMode change) {
            mode = change;
            return this;
        }

        @Override
        public UpdateRaftGroupMembersOp build() {
            if (subject == null || mode == null) {
                throw new IllegalStateException("a change of the group that lacks a part");
            }
            return new GroupChange(GroupStep.of(mode), (Endpoint) subject, members, voters);
        }
    }
}
