package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.AppendStats;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.wire.CountsJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What the member counts: `/v2/stats/self`, `/v2/stats/leader` and `/v2/stats/store`. Source: `api.md` of etcd 2.3.
final class StatsApi {
    private final ServedMember member;
    private final Leadership leadership;
    private final InstantSource clock;
    private final Instant started;

    StatsApi(ServedMember member, Leadership leadership, InstantSource clock) {
        this.member = member;
        this.leadership = leadership;
        this.clock = clock;
        this.started = clock.instant();
    }

    void addTo(Routes routes) {
        routes.serve("/v2/stats/self", "GET", this::self);
        routes.serve("/v2/stats/leader", "GET", this::leader);
        routes.serve("/v2/stats/store", "GET", this::store);
    }

    private void self(Context context) {
        RaftStatus status = member.status();
        Instant now = clock.instant();
        Leadership.Reign reign = leadership.seen(status, now);
        Map<String, Object> leaderInfo = new LinkedHashMap<>();
        leaderInfo.put("leader", reign.leaderId() == 0 ? "" : Long.toHexString(reign.leaderId()));
        leaderInfo.put("uptime", GoText.duration(reign.until(now)));
        leaderInfo.put("startTime", GoText.moment(reign.since()));
        Map<String, Object> self = new LinkedHashMap<>();
        self.put("name", member.name());
        self.put("id", Long.toHexString(member.id()));
        self.put("state", status.role() == Role.LEADER ? "StateLeader" : "StateFollower");
        self.put("startTime", GoText.moment(started));
        self.put("leaderInfo", leaderInfo);
        AppendStats appends = member.appends();
        self.put("recvAppendRequestCnt", appends.received());
        self.put("sendAppendRequestCnt", appends.sent());
        context.json(self);
    }

    private void leader(Context context) {
        if (member.status().role() != Role.LEADER) {
            Routes.message(context, 403, "not current leader");
            return;
        }
        Map<String, Object> followers = new TreeMap<>();
        // Not those who have left since.
        for (MemberInfo each : member.members()) {
            AppendStats.Follower follower = member.appends().followers().get(each.id());
            if (follower != null) {
                followers.put(each.hexId(), shown(follower));
            }
        }
        Map<String, Object> leader = new LinkedHashMap<>();
        leader.put("leader", Long.toHexString(member.id()));
        leader.put("followers", followers);
        context.json(leader);
    }

    private static Map<String, Object> shown(AppendStats.Follower follower) {
        AppendStats.Latency latency = follower.latency();
        Map<String, Object> millis = new LinkedHashMap<>();
        millis.put("current", latency.current());
        millis.put("average", latency.average());
        millis.put("standardDeviation", latency.standardDeviation());
        millis.put("minimum", latency.minimum());
        millis.put("maximum", latency.maximum());
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("fail", follower.failed());
        counts.put("success", follower.succeeded());
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("latency", millis);
        shown.put("counts", counts);
        return shown;
    }

    private void store(Context context) {
        context.status(200).contentType(Routes.JSON).result(CountsJson.write(member.counts()));
    }
}
