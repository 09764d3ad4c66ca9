package io.muster.keyspace.server.bootstrap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.keyspace.MemberInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A cluster that runs already, as one of its members tells it on its peer port (`/members`), for those who want to
/// join it. Source: `runtime-configuration.md` of etcd 2.3.
///
/// @param founders the ids of those that founded it, with which the log begins; empty when the member does not tell,
///     being no Muster
public record RunningCluster(long clusterId, List<MemberInfo> members, List<Long> founders) {
    /// What a member of ours tells the founders by.
    public static final String FOUNDERS_HEADER = "X-Muster-Founders";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Comparator<MemberInfo> BY_PEER_URLS =
            Comparator.comparing(member -> String.join(",", sorted(member)));

    public RunningCluster {
        members = List.copyOf(members);
        founders = List.copyOf(founders);
    }

    /// Asks the members at these peer URLs, one after the other; empty when none answers.
    ///
    /// @param log told why one does not
    public static Optional<RunningCluster> ask(HttpClient http, List<String> peerUrls, Consumer<String> log)
            throws InterruptedException {
        for (String url : peerUrls) {
            try {
                return Optional.of(ask(http, url));
            } catch (IOException | IllegalArgumentException e) {
                log.accept("could not get cluster response from " + url + ": "
                        + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            }
        }
        return Optional.empty();
    }

    /// The members in `wanted` with the ids they have here: each is told by its peer URLs.
    ///
    /// @throws IllegalArgumentException in etcd's words when these are not the same members
    public List<MemberInfo> identify(InitialCluster wanted) {
        List<MemberInfo> here = members.stream().sorted(BY_PEER_URLS).toList();
        List<MemberInfo> there = wanted.members().stream().sorted(BY_PEER_URLS).toList();
        if (here.size() != there.size()) {
            throw new IllegalArgumentException("member count is unequal");
        }
        List<MemberInfo> identified = new ArrayList<>();
        for (int i = 0; i < here.size(); i++) {
            MemberInfo known = here.get(i);
            if (!sorted(known).equals(sorted(there.get(i)))) {
                throw new IllegalArgumentException("unmatched member while checking PeerURLs");
            }
            identified.add(new MemberInfo(known.id(), there.get(i).name(), known.peerUrls(), known.clientUrls()));
        }
        return List.copyOf(identified);
    }

    /// The member with that id.
    public Optional<MemberInfo> member(long id) {
        return members.stream().filter(member -> member.id() == id).findFirst();
    }

    private static RunningCluster ask(HttpClient http, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/members"))
                .timeout(PATIENCE)
                .build();
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("it answered " + response.statusCode());
        }
        List<MemberInfo> members = new ArrayList<>();
        for (JsonNode member : JSON.readTree(response.body())) {
            members.add(new MemberInfo(
                    Long.parseUnsignedLong(member.path("id").asText()),
                    member.path("name").asText(""),
                    strings(member.path("peerURLs")),
                    strings(member.path("clientURLs"))));
        }
        long clusterId = Long.parseUnsignedLong(
                response.headers().firstValue("X-Etcd-Cluster-ID").orElse("no cluster id"), 16);
        List<Long> founders = response.headers()
                .firstValue(FOUNDERS_HEADER)
                .map(RunningCluster::ids)
                .orElse(List.of());
        return new RunningCluster(clusterId, members, founders);
    }

    private static List<Long> ids(String text) {
        List<Long> ids = new ArrayList<>();
        for (String id : text.split(",", -1)) {
            ids.add(Long.parseUnsignedLong(id, 16));
        }
        return ids;
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(each -> strings.add(each.asText()));
        return strings;
    }

    private static List<String> sorted(MemberInfo member) {
        return member.peerUrls().stream().sorted().toList();
    }
}
