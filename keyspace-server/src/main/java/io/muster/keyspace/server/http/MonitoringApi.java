package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.muster.keyspace.server.RaftStatus;
import io.muster.keyspace.server.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What programs watch a member by: `/metrics` and `/debug/vars`. Source: `admin_guide.md` of etcd 2.3.
final class MonitoringApi {
    private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final ServedMember member;
    private final PrometheusMeterRegistry meters;

    MonitoringApi(ServedMember member, PrometheusMeterRegistry meters) {
        this.member = member;
        this.meters = meters;
        new StoreMeters(member::counts).bindTo(meters);
        new ProcessMeters().bindTo(meters);
    }

    void addTo(Routes routes) {
        routes.serve("/metrics", "GET", this::metrics);
        routes.serve("/debug/vars", "GET", this::variables);
    }

    private void metrics(Context context) {
        context.status(200).contentType(CONTENT_TYPE).result(meters.scrape(CONTENT_TYPE));
    }

    private void variables(Context context) {
        RaftStatus status = member.status();
        Map<String, Object> raft = new LinkedHashMap<>();
        raft.put("id", Long.toHexString(member.id()));
        raft.put("term", status.term());
        raft.put("applied", status.index());
        raft.put("lead", Long.toHexString(status.leaderId()));
        raft.put("raftState", status.role() == Role.LEADER ? "StateLeader" : "StateFollower");
        Map<String, Object> variables = new LinkedHashMap<>();
        variables.put("cmdline", commandLine());
        variables.put("raft.status", raft);
        context.json(variables);
    }

    /// How this process was started; empty where the system does not tell.
    static List<String> commandLine() {
        ProcessHandle.Info process = ProcessHandle.current().info();
        List<String> words = new ArrayList<>();
        process.command().ifPresent(words::add);
        process.arguments().map(List::of).ifPresent(words::addAll);
        return words;
    }
}
