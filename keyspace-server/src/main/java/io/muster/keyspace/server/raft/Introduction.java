package io.muster.keyspace.server.raft;

import io.muster.keyspace.Command;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.membership.Members;
import io.muster.keyspace.store.Store;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes this member's name and client URLs once there is a leader, and again whenever they are not what the
/// keyspace says of it.
final class Introduction {
    private static final Logger LOG = LoggerFactory.getLogger(Introduction.class);

    private final long clusterId;
    private final MemberInfo self;
    private final Store store;
    private final Keyspace keyspace;
    private final BooleanSupplier hasLeader;
    private volatile boolean underWay;

    Introduction(long clusterId, MemberInfo self, Store store, Keyspace keyspace, BooleanSupplier hasLeader) {
        this.clusterId = clusterId;
        this.self = self;
        this.store = store;
        this.keyspace = keyspace;
        this.hasLeader = hasLeader;
    }

    /// To be called often.
    void tick() {
        if (!underWay && hasLeader.getAsBoolean() && isNews(store.members())) {
            underWay = true;
            var _ = keyspace.submit(new Command.PublishMember(self)).whenComplete((outcome, _) -> {
                if (outcome != null && !(outcome instanceof Failure)) {
                    tell();
                }
                underWay = false;
            });
        }
    }

    // In the words that etcd's guides show.
    private void tell() {
        LOG.info(
                "published {} to cluster {}",
                "{Name:" + self.name() + " ClientURLs:[" + String.join(" ", self.clientUrls()) + "]}",
                Long.toHexString(clusterId));
    }

    private boolean isNews(Members members) {
        return !members.removed().contains(self.id())
                && members.member(self.id())
                        .filter(known -> known.name().equals(self.name())
                                && known.clientUrls().equals(self.clientUrls()))
                        .isEmpty();
    }
}
