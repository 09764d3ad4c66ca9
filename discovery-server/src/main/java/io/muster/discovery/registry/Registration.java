package io.muster.discovery.registry;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.bootstrap.InitialCluster;
import java.util.List;

/// What a node registers, by the two generations of nodes.
public sealed interface Registration {
    /// Of etcd 2.0 and later: `name=url`, repeated for each of its URLs.
    record Named(String name, List<String> peerUrls) implements Registration {
        public Named {
            peerUrls = List.copyOf(peerUrls);
        }
    }

    /// Of etcd 0.4: an address alone; its name is the key's.
    record Bare(String peerUrl) implements Registration {}

    /// Reads a value.
    ///
    /// @throws Unfit when no node of either generation could use it
    static Registration parse(String value) throws Unfit {
        try {
            if (value.startsWith("http://") || value.startsWith("https://")) {
                return new Bare(InitialCluster.member("any", List.of(value), "")
                        .peerUrls()
                        .getFirst());
            }
            List<MemberInfo> members = InitialCluster.parse(value, "").members();
            if (members.size() != 1) {
                throw new Unfit("'" + value + "' names " + members.size()
                        + " members; a node registers itself alone, as name=peer-url");
            }
            MemberInfo member = members.getFirst();
            return new Named(member.name(), member.peerUrls());
        } catch (IllegalArgumentException e) {
            throw new Unfit(
                    value.isEmpty() ? "the value is empty; register as name=peer-url" : String.valueOf(e.getMessage()));
        }
    }

    /// Where the node will be reached by the others.
    default List<String> urls() {
        return switch (this) {
            case Named named -> named.peerUrls();
            case Bare bare -> List.of(bare.peerUrl());
        };
    }

    /// A value that would make every node of the cluster give up, and why.
    final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        Unfit(String reason) {
            super(reason, null, false, false);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
