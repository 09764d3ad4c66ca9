package io.muster.keyspace.server.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.membership.MemberVerdict;
import io.muster.keyspace.server.bootstrap.MemberIds;
import io.muster.keyspace.server.bootstrap.PeerUrl;
import io.muster.keyspace.server.peer.AdminApi.Answer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Lets machines in that come as those of etcd 0.4 did: `/join` with their name and addresses. One that comes back
/// without its data, under its name and from its place, takes the place of what it was. The answer is the new member's
/// id; the original's was an index of its log, which means nothing here.
final class JoinApi {
    static final String PATH = "/join";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClusterDoor door;

    JoinApi(ClusterDoor door) {
        this.door = door;
    }

    CompletableFuture<Answer> join(byte[] body) {
        String name;
        String peerUrl;
        try {
            JsonNode machine = JSON.readTree(body);
            name = machine.path("name").asText();
            peerUrl = PeerUrl.check(machine.path("raftURL").asText());
        } catch (IOException | IllegalArgumentException e) {
            return done(Answer.failed(400, "the body is no machine: " + e.getMessage()));
        }
        if (name.isEmpty()) {
            return done(Answer.failed(400, "the machine has no name"));
        }
        Optional<MemberInfo> there = door.members().stream()
                .filter(member -> member.peerUrls().contains(peerUrl))
                .findFirst();
        Optional<MemberInfo> namesake = door.members().stream()
                .filter(member ->
                        member.name().equals(name) && !member.peerUrls().contains(peerUrl))
                .findFirst();
        if (namesake.isPresent()) {
            return done(Answer.failed(409, taken(namesake.get())));
        }
        if (there.isEmpty()) {
            return add(peerUrl);
        }
        MemberInfo member = there.get();
        if (member.name().isEmpty()) {
            return done(letIn(member.id()));
        }
        return member.name().equals(name)
                ? change(new MemberChange.Remove(member.id()), () -> add(peerUrl))
                : done(Answer.failed(409, taken(member)));
    }

    private CompletableFuture<Answer> add(String peerUrl) {
        List<String> urls = List.of(peerUrl);
        // Never an id that was there before.
        long id = MemberIds.member(urls, UUID.randomUUID().toString());
        return change(new MemberChange.Add(new MemberInfo(id, "", urls, List.of())), () -> done(letIn(id)));
    }

    private CompletableFuture<Answer> change(MemberChange change, Next next) {
        return door.change(change)
                .thenCompose(outcome -> isDone(outcome)
                        ? next.answer()
                        : done(Answer.failed(500, "the cluster did not let the machine in: " + outcome)));
    }

    private static boolean isDone(Outcome outcome) {
        return outcome instanceof MembershipOutcome decided && decided.verdict() == MemberVerdict.DONE;
    }

    private static Answer letIn(long id) {
        return Answer.ok(JSON.createObjectNode().put("id", Long.toHexString(id)));
    }

    private static String taken(MemberInfo member) {
        return "machine " + member.name() + " is there already, at " + String.join(",", member.peerUrls())
                + "; remove it first with DELETE /v2/admin/machines/" + member.name();
    }

    private static CompletableFuture<Answer> done(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private interface Next {
        CompletableFuture<Answer> answer();
    }
}
