package io.muster.keyspace.server;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.peer.PeerSettings;
import io.muster.keyspace.server.tls.ClientTls;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [Member] needs to know before it starts.
///
/// @param clusterId the cluster it belongs to; links to members of another cluster are refused
/// @param self what it publishes about itself once there is a leader
/// @param initialMembers the members there are, itself included; a data directory that already holds a member knows
///     better and wins
/// @param founders the ids of those that found the cluster, or have founded it
/// @param dataDir where everything durable is kept
/// @param walDir where the log is kept instead of below `dataDir`; null for below it
/// @param heartbeat how often a leader shows that it lives
/// @param election how long a leader may be silent before another is elected
/// @param snapshotCount how many log entries are applied between two snapshots
/// @param watchHistory how many indices a late watch can look back; members of a group may differ
/// @param retention how many files of the past are kept
/// @param minFreeBytes how much space should be free on the disks before writes are refused; 0 for what the next log
///     file and snapshot take
/// @param strictReconfigCheck whether to refuse changes of the members that could cost the quorum
/// @param forceNewCluster whether to go on alone from the data there is, without the others
/// @param keptAsFirst whether, when it leads, to remove silent and supernumerary members as etcd 0.4 did
/// @param peerListen where peers are listened for; empty for a lone member without peers
/// @param peerCalling how to secure connections to peers at `https` addresses; null when there can be none
/// @param clock where the leader's time stamps come from
public record MemberSettings(
        long clusterId,
        MemberInfo self,
        List<MemberInfo> initialMembers,
        List<Long> founders,
        Path dataDir,
        @Nullable Path walDir,
        Duration heartbeat,
        Duration election,
        int snapshotCount,
        int watchHistory,
        Retention retention,
        long minFreeBytes,
        boolean strictReconfigCheck,
        boolean forceNewCluster,
        boolean keptAsFirst,
        List<PeerSettings.Listen> peerListen,
        @Nullable ClientTls peerCalling,
        InstantSource clock) {
    public MemberSettings {
        initialMembers = List.copyOf(initialMembers);
        founders = List.copyOf(founders);
        peerListen = List.copyOf(peerListen);
        if (initialMembers.stream().noneMatch(member -> member.id() == self.id())) {
            throw new IllegalArgumentException("member " + self.hexId() + " is not among the initial members");
        }
        if (heartbeat.toMillis() < 1) {
            throw new IllegalArgumentException("heartbeat interval " + heartbeat + " is shorter than a millisecond");
        }
        if (election.compareTo(heartbeat.multipliedBy(5)) < 0) {
            throw new IllegalArgumentException("election timeout " + election.toMillis()
                    + " ms must be at least five times the heartbeat interval of " + heartbeat.toMillis() + " ms");
        }
        if (watchHistory < 1) {
            throw new IllegalArgumentException("watch history of " + watchHistory + " events must be at least 1");
        }
        if (snapshotCount < 1) {
            throw new IllegalArgumentException("snapshot count " + snapshotCount + " must be at least 1");
        }
    }
}
