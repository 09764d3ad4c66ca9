package io.muster.keyspace.server.bootstrap;

import io.muster.keyspace.MemberInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The members that found a cluster, in the order they were named. Their client URLs are not known yet.
///
/// The text form is that of `--initial-cluster` and of a registration at a discovery service:
/// `name=url,name=url2,other=url`, a name repeated once for each of its peer URLs.
///
/// @param members at least one; names and URLs each occur once
public record InitialCluster(List<MemberInfo> members) {
    public InitialCluster {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException(
                    "an initial cluster needs at least one member, such as default=http://127.0.0.1:2380");
        }
    }

    /// Reads the text form. Each member's id is computed from its URLs and `token`, see [MemberIds].
    ///
    /// @param token what sets this cluster apart from others with the same addresses: the discovery URL, spelled
    ///     as it was given, or the initial cluster token
    /// @throws IllegalArgumentException with a sentence for the user when the text is not a list of members
    public static InitialCluster parse(String text, String token) {
        Map<String, List<String>> urlsByName = new LinkedHashMap<>();
        Set<String> seen = new HashSet<>();
        for (String pair : text.split(",", -1)) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? "" : pair.substring(0, equals).strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("'" + pair.strip() + "' is not of the form name=peer-url");
            }
            String url = PeerUrl.check(pair.substring(equals + 1).strip());
            if (!seen.add(url)) {
                throw new IllegalArgumentException(
                        "the peer URL " + url + " is listed twice; every member needs its own");
            }
            urlsByName.computeIfAbsent(name, n -> new ArrayList<>()).add(url);
        }
        List<MemberInfo> members = new ArrayList<>();
        urlsByName.forEach((name, urls) -> members.add(member(name, urls, token)));
        return new InitialCluster(members);
    }

    /// A founding member with the id that every other founder computes for it, too.
    ///
    /// @throws IllegalArgumentException when the name cannot be written in the text form or a URL is not a peer's
    public static MemberInfo member(String name, List<String> peerUrls, String token) {
        if (name.isBlank() || name.contains("=") || name.contains(",")) {
            throw new IllegalArgumentException(
                    "the member name '" + name + "' must not be empty or contain '=' or ','; choose another name");
        }
        List<String> sorted = peerUrls.stream().map(PeerUrl::check).sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("the member '" + name + "' has no peer URL");
        }
        return new MemberInfo(MemberIds.member(sorted, token), name, sorted, List.of());
    }

    /// The id of the cluster these members found.
    public long clusterId() {
        return MemberIds.cluster(members.stream().map(MemberInfo::id).toList());
    }

    /// The member of that name.
    public Optional<MemberInfo> named(String name) {
        return members.stream().filter(member -> member.name().equals(name)).findFirst();
    }

    /// The text form.
    public String format() {
        return String.join(",", members.stream().map(InitialCluster::format).toList());
    }

    /// The text form of one member, which is also its registration at a discovery service.
    public static String format(MemberInfo member) {
        return String.join(
                ",",
                member.peerUrls().stream().map(url -> member.name() + "=" + url).toList());
    }
}
