package io.muster.keyspace.server.raft;

import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of elections, in the words that etcd's guides show.
final class RoleLog {
    private static final Logger LOG = LoggerFactory.getLogger(RoleLog.class);

    private final String self;
    private RaftStatus last = new RaftStatus(Role.FOLLOWER, 0, 0, 0);

    RoleLog(long self) {
        this.self = Long.toHexString(self);
    }

    /// To be called whenever something may have changed, from one thread.
    void tell(RaftStatus now) {
        boolean elected = now.role() == Role.LEADER && now.term() > last.term();
        if (elected) {
            became(Role.CANDIDATE, now);
        }
        if (now.role() != last.role() || elected) {
            became(now.role(), now);
        }
        if (now.leaderId() != last.leaderId() || now.term() != last.term()) {
            leader(now);
        }
        last = now;
    }

    private void became(Role role, RaftStatus now) {
        LOG.info("{} became {} at term {}", self, role.name().toLowerCase(Locale.ROOT), now.term());
    }

    private void leader(RaftStatus now) {
        String before = Long.toHexString(last.leaderId());
        String leader = Long.toHexString(now.leaderId());
        if (now.leaderId() == 0) {
            if (last.leaderId() != 0) {
                LOG.info("raft.node: {} lost leader {} at term {}", self, before, now.term());
            }
        } else if (last.leaderId() == 0 || last.leaderId() == now.leaderId()) {
            LOG.info("raft.node: {} elected leader {} at term {}", self, leader, now.term());
        } else {
            LOG.info("raft.node: {} changed leader from {} to {} at term {}", self, before, leader, now.term());
        }
    }
}
