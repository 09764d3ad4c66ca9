package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.DiskReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How the member is: `/health` and `/version`. Source: `admin_guide.md` of etcd 2.3.
final class StatusApi {
    private static final long HEALTH_WAIT_MILLIS = 2_000;

    /// Asks the group for its agreement and little else: no such key is expected, any outcome but a timeout will do.
    private static final Read PROBE = new Read(Key.of("/_muster/health"), false, false, Read.Consistency.LINEARIZABLE);

    private final ServedMember member;
    private final Dialect dialect;

    StatusApi(ServedMember member, Dialect dialect) {
        this.dialect = dialect;
        this.member = member;
    }

    void addTo(Routes routes) {
        routes.serve("/version", "GET", this::version);
        routes.serve("/health", "GET", this::health);
    }

    private void version(Context context) {
        if (dialect.hasFirstPaths()) {
            Routes.text(context, 200, "etcd " + dialect.serverVersion());
            return;
        }
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("etcdserver", dialect.serverVersion());
        versions.put("etcdcluster", dialect.clusterVersion());
        context.json(versions);
    }

    private void health(Context context) {
        if (member.status().leaderId() == 0) {
            answerHealth(context, false);
            return;
        }
        context.future(() -> member.keyspace()
                .get(PROBE)
                .orTimeout(HEALTH_WAIT_MILLIS, TimeUnit.MILLISECONDS)
                .handle((outcome, _) -> outcome != null && isAgreement(outcome))
                .thenAccept(healthy -> answerHealth(context, healthy)));
    }

    private static boolean isAgreement(Outcome outcome) {
        return !(outcome instanceof Failure failure && failure.code() == ErrorCode.RAFT_INTERNAL);
    }

    // The blank and the quotes are the original's; only the bad news ends in a newline. It tells no reasons.
    private void answerHealth(Context context, boolean agreed) {
        String reason = reason(member.disk());
        boolean healthy = agreed && member.disk().refusal() == null;
        if (!reason.isEmpty()) {
            Map<String, String> health = new LinkedHashMap<>();
            health.put("health", Boolean.toString(healthy));
            health.put("reason", reason);
            context.status(healthy ? 200 : 503).json(health);
        } else if (healthy) {
            Routes.text(context, 200, dialect.healthy());
        } else {
            Routes.text(context, 503, "{\"health\": \"false\"}\n");
        }
    }

    private static String reason(DiskReport disk) {
        Failure refusal = disk.refusal();
        if (refusal != null) {
            return refusal.cause();
        }
        return disk.slow().isZero()
                ? ""
                : "the disk is slow: writing to the log took " + disk.slow().toMillis() + " ms";
    }
}
