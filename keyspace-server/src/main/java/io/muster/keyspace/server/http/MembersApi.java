package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.wire.MembersJson;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Who is in the cluster: `/v2/members`, and the list of addresses that older clients ask for. Source:
/// `members_api.md` of etcd 2.3.
final class MembersApi {
    private static final Comparator<MemberInfo> BY_PEER_URL =
            Comparator.comparing(member -> String.join(",", member.peerUrls()));

    private final ServedMember member;
    private final Doorkeeper doorkeeper;
    private final MemberChanges changes;

    MembersApi(ServedMember member, Doorkeeper doorkeeper, Dialect dialect, InstantSource clock) {
        this.member = member;
        this.doorkeeper = doorkeeper;
        this.changes = new MemberChanges(member, dialect, clock);
    }

    void addTo(Routes routes) {
        String methods = "GET,POST,DELETE,PUT";
        routes.serve("/v2/members", methods, context -> collection(context, ""));
        routes.serve("/v2/members/<below>", methods, context -> collection(context, context.pathParam("below")));
        routes.serve("/v2/members/", methods, context -> collection(context, ""));
        routes.serve("/v2/machines", "GET,HEAD", this::machines);
    }

    private void collection(Context context, String below) {
        if (!context.method().name().equals("GET") && !doorkeeper.isRoot(context)) {
            Doorkeeper.refuse(context);
            return;
        }
        context.header("X-Etcd-Cluster-Id", Long.toHexString(member.clusterId()));
        switch (context.method().name()) {
            case "GET" -> list(context, below);
            case "POST" -> changes.add(context);
            case String _ when below.isEmpty() -> Routes.text(context, 405, "Method Not Allowed\n");
            case "PUT" -> changes.move(context, below);
            default -> changes.remove(context, below);
        }
    }

    private void list(Context context, String below) {
        switch (below) {
            case "" ->
                json(
                        context,
                        MembersJson.write(
                                member.members().stream().sorted(BY_PEER_URL).toList()));
            case "leader" ->
                leader().ifPresentOrElse(
                                found -> json(context, MembersJson.write(found)),
                                () -> Routes.message(context, 503, "During election"));
            default -> Routes.message(context, 404, "Not found");
        }
    }

    private Optional<MemberInfo> leader() {
        long leaderId = member.status().leaderId();
        return member.members().stream()
                .filter(candidate -> leaderId != 0 && candidate.id() == leaderId)
                .findFirst();
    }

    private void machines(Context context) {
        List<String> urls = member.members().stream()
                .flatMap(each -> each.clientUrls().stream())
                .sorted()
                .toList();
        Routes.text(context, 200, String.join(", ", urls));
    }

    private static void json(Context context, byte[] body) {
        context.status(200).contentType(Routes.JSON).result(body);
    }
}
