package io.muster.etcdctl;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.wire.MalformedBytesException;
import io.muster.keyspace.wire.MembersJson;
import io.muster.keyspace.wire.MessageJson;
import java.util.ArrayList;
import java.util.List;

/// The `member` commands.
record Members(Cluster cluster, Terminal terminal) {
    ExitCode list() throws Stop {
        List<MemberInfo> members = all();
        long leader = member(ask(HttpRequest.get("/v2/members/leader"), 200)).id();
        for (MemberInfo member : members) {
            String peers = " peerURLs=" + String.join(",", member.peerUrls());
            if (member.name().isEmpty()) {
                terminal.say(member.hexId() + "[unstarted]:" + peers);
            } else {
                terminal.say(member.hexId() + ": name=" + member.name() + peers + " clientURLs="
                        + String.join(",", member.clientUrls()) + " isLeader=" + (member.id() == leader));
            }
        }
        return ExitCode.OK;
    }

    ExitCode add(String name, String peerUrl) throws Stop {
        HttpRequest request = HttpRequest.json("POST", "/v2/members", MembersJson.writePeerUrls(List.of(peerUrl)));
        MemberInfo added = member(ask(request, 201));
        terminal.say("Added member named " + name + " with ID " + added.hexId() + " to cluster");
        List<String> cluster = new ArrayList<>();
        for (MemberInfo member : all()) {
            String shown = member.id() == added.id() ? name : member.name();
            member.peerUrls().forEach(url -> cluster.add(shown + "=" + url));
        }
        terminal.say("");
        terminal.say("ETCD_NAME=\"" + name + "\"");
        terminal.say("ETCD_INITIAL_CLUSTER=\"" + String.join(",", cluster) + "\"");
        terminal.say("ETCD_INITIAL_CLUSTER_STATE=\"existing\"");
        return ExitCode.OK;
    }

    ExitCode remove(String id) throws Stop {
        List<MemberInfo> members = all();
        if (members.stream().noneMatch(member -> member.hexId().equals(id))) {
            for (MemberInfo member : members) {
                if (member.name().equals(id)) {
                    terminal.complain(
                            "A member is named " + id + "; name it by its ID: etcdctl member remove " + member.hexId());
                }
            }
            throw new Stop(ExitCode.BAD_ARGUMENTS, "Couldn't find a member in the cluster with an ID of " + id + ".");
        }
        ask(HttpRequest.delete("/v2/members/" + id), 204);
        terminal.say("Removed member " + id + " from cluster");
        return ExitCode.OK;
    }

    ExitCode update(String id, List<String> peerUrls) throws Stop {
        ask(HttpRequest.json("PUT", "/v2/members/" + Percent.path(id), MembersJson.writePeerUrls(peerUrls)), 204);
        terminal.say("Updated member with ID " + id + " in cluster");
        return ExitCode.OK;
    }

    private List<MemberInfo> all() throws Stop {
        HttpReply reply = ask(HttpRequest.get("/v2/members"), 200);
        try {
            return MembersJson.read(reply.body());
        } catch (MalformedBytesException e) {
            throw unreadable(reply);
        }
    }

    private HttpReply ask(HttpRequest request, int statusWanted) throws Stop {
        try {
            HttpReply reply = cluster.ask(request);
            if (reply.status() == statusWanted) {
                return reply;
            }
            throw new Stop(
                    ExitCode.BAD_ARGUMENTS,
                    MessageJson.read(reply.body()).orElse("unexpected HTTP status " + reply.status()));
        } catch (Unavailable e) {
            throw e.asLine();
        }
    }

    private static MemberInfo member(HttpReply reply) throws Stop {
        try {
            return MembersJson.readMember(reply.body());
        } catch (MalformedBytesException e) {
            throw unreadable(reply);
        }
    }

    private static Stop unreadable(HttpReply reply) {
        return new Stop(ExitCode.BAD_ARGUMENTS, "unreadable answer about members: " + reply.text());
    }
}
