package io.muster.etcdctl;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.wire.MembersJson;
import java.util.ArrayList;
import java.util.List;

/// The `member` commands.
record Members(AdminApi api, Terminal terminal) {
    private static final String PATH = "/v2/members";

    ExitCode list() throws Stop {
        List<MemberInfo> members = all();
        long leader = api.ask(HttpRequest.get(PATH + "/leader"), MembersJson::readMember)
                .id();
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
        HttpRequest request = HttpRequest.json("POST", PATH, MembersJson.writePeerUrls(List.of(peerUrl)));
        MemberInfo added = api.ask(request, MembersJson::readMember);
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
        api.ask(HttpRequest.delete(PATH + "/" + id));
        terminal.say("Removed member " + id + " from cluster");
        return ExitCode.OK;
    }

    ExitCode update(String id, List<String> peerUrls) throws Stop {
        api.ask(HttpRequest.json("PUT", PATH + "/" + Percent.path(id), MembersJson.writePeerUrls(peerUrls)));
        terminal.say("Updated member with ID " + id + " in cluster");
        return ExitCode.OK;
    }

    private List<MemberInfo> all() throws Stop {
        return api.ask(HttpRequest.get(PATH), MembersJson::read);
    }
}
