package io.muster.etcdctl;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.wire.MalformedBytesException;
import io.muster.keyspace.wire.MembersJson;
import java.util.ArrayList;
import java.util.List;

/// Learns from the endpoints given where all members answer clients, so that one URL of a living member suffices.
final class Sync {
    private Sync() {}

    static void run(Cluster cluster) throws Stop {
        try {
            HttpReply reply = cluster.ask(HttpRequest.get("/v2/members"));
            List<Endpoint> learned = reply.status() == 200 ? published(reply) : peersOf04(cluster);
            if (learned.isEmpty()) {
                throw new Stop(
                        ExitCode.SERVER_ERROR,
                        "etcd cluster has no published client endpoints.\n"
                                + "Try '--no-sync' if you want to access non-published client endpoints("
                                + cluster.list(",") + ").\nError:  client: no endpoints available");
            }
            cluster.replaceEndpoints(learned);
        } catch (Unavailable e) {
            throw e.asError(ExitCode.NO_CONNECTION);
        } catch (MalformedBytesException | IllegalArgumentException e) {
            throw Stop.error(ExitCode.SERVER_ERROR, "cannot learn the members: " + e.getMessage());
        }
    }

    private static List<Endpoint> published(HttpReply reply) {
        List<Endpoint> learned = new ArrayList<>();
        for (MemberInfo member : MembersJson.read(reply.body())) {
            for (String url : member.clientUrls()) {
                learned.add(Endpoint.parse(url));
            }
        }
        return learned;
    }

    // Servers of 0.4 know no /v2/members; their client URLs stand in a text, separated by comma and blank.
    private static List<Endpoint> peersOf04(Cluster cluster) throws Unavailable, Stop {
        HttpReply reply = cluster.ask(HttpRequest.get("/v2/peers"));
        if (reply.status() != 200) {
            throw Stop.error(
                    ExitCode.SERVER_ERROR,
                    "client: neither /v2/members nor /v2/peers is served; is the endpoint an etcd server?");
        }
        List<Endpoint> learned = new ArrayList<>();
        for (String url : reply.text().strip().split(", ", -1)) {
            learned.add(Endpoint.parse(url));
        }
        return learned;
    }
}
