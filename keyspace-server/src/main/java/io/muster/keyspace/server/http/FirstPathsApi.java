package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.server.Dialect;
import java.util.List;

/// What only the first generation served: `/v2/leader` and `/v2/peers`, peer addresses as text. Source: the handlers
/// of etcd 0.4.
final class FirstPathsApi {
    private final ServedMember member;
    private final Dialect dialect;

    FirstPathsApi(ServedMember member, Dialect dialect) {
        this.member = member;
        this.dialect = dialect;
    }

    void addTo(Routes routes) {
        routes.serve("/v2/leader", "GET", this::leader);
        routes.serve("/v2/peers", "GET", this::peers);
    }

    private void leader(Context context) {
        long leaderId = member.status().leaderId();
        member.members().stream()
                .filter(candidate -> leaderId != 0 && candidate.id() == leaderId)
                .flatMap(leader -> leader.peerUrls().stream())
                .findFirst()
                .ifPresentOrElse(url -> Routes.text(context, 200, url), () -> noLeader(context));
    }

    private void noLeader(Context context) {
        Failure failure = new Failure(
                ErrorCode.RAFT_INTERNAL, "there is no leader", member.keyspace().index());
        context.status(failure.code().status()).contentType(Routes.JSON).result(dialect.body(failure));
    }

    private void peers(Context context) {

        List<String> urls = member.members().stream()
                .flatMap(each -> each.peerUrls().stream().limit(1))
                .toList();
        Routes.text(context, 200, String.join(", ", urls));
    }
}
