package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.wire.CountsJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the member counts: `/v2/stats/self` and `/v2/stats/store`. Source: `api.md` of etcd 2.3.
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
        self.put("recvAppendRequestCnt", 0);
        self.put("sendAppendRequestCnt", 0);
        context.json(self);
    }

    private void store(Context context) {
        context.status(200).contentType(Routes.JSON).result(CountsJson.write(member.counts()));
    }
}
