package io.muster.etcdctl;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.wire.HealthJson;
import io.muster.keyspace.wire.MalformedBytesException;
import io.muster.keyspace.wire.MembersJson;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `cluster-health`: asks every member how it is.
record ClusterHealth(Cluster cluster, Terminal terminal) {
    private static final Duration PAUSE = Duration.ofSeconds(10);

    ExitCode check(boolean forever) throws Stop, InterruptedException {
        List<MemberInfo> members = members();
        boolean healthy = checkAll(members);
        while (forever) {
            terminal.say("\nnext check after 10 second...\n");
            Thread.sleep(PAUSE);
            healthy = checkAll(members);
        }
        return healthy ? ExitCode.OK : ExitCode.CLUSTER_UNHEALTHY;
    }

    private List<MemberInfo> members() throws Stop {
        try {
            return MembersJson.read(cluster.ask(HttpRequest.get("/v2/members")).body());
        } catch (Unavailable e) {
            terminal.say("cluster may be unhealthy: failed to list members");
            throw e.asError(ExitCode.SERVER_ERROR);
        } catch (MalformedBytesException e) {
            terminal.say("cluster may be unhealthy: failed to list members");
            throw Stop.error(ExitCode.SERVER_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private boolean checkAll(List<MemberInfo> members) throws Stop {
        boolean healthy = false;
        for (MemberInfo member : members) {
            healthy |= check(member);
        }
        Palette palette = terminal.palette();
        terminal.say(healthy ? palette.good("cluster is healthy") : palette.bad("cluster is unhealthy"));
        return healthy;
    }

    private boolean check(MemberInfo member) throws Stop {
        String id = "member " + member.hexId();
        if (member.clientUrls().isEmpty()) {
            terminal.say(id + " is unreachable: no available published client urls");
            return false;
        }
        for (String url : member.clientUrls()) {
            Optional<Boolean> health = health(member, url);
            if (health.isPresent()) {
                String word = health.get() ? "healthy" : "unhealthy";
                terminal.say(id + " is " + word + ": got " + word + " result from " + url);
                return health.get();
            }
        }
        terminal.say(id + " is unreachable: " + member.clientUrls() + " are all unreachable");
        return false;
    }

    private Optional<Boolean> health(MemberInfo member, String url) throws Stop {
        try {
            HttpReply reply = cluster.askOne(Endpoint.parse(url), HttpRequest.get("/health"));
            return Optional.of(HealthJson.read(reply.body()));
        } catch (IOException | IllegalArgumentException e) {
            terminal.say("failed to check the health of member %s on %s: Get %s/health: %s"
                    .formatted(member.hexId(), url, url, e.getMessage()));
            return Optional.empty();
        }
    }
}
