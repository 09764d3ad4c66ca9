package io.muster.agent.netconf;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds out which interfaces are built on which.
final class LinkTree {
    private LinkTree() {}

    /// The interfaces in the order of their names, each knowing those built on it.
    ///
    /// @throws NetconfFault when one is built on itself
    static List<Link> arrange(Map<String, Link> links) throws NetconfFault {
        SortedMap<String, Link> sorted = new TreeMap<>(links);
        for (Link link : sorted.values()) {
            switch (link.kind()) {
                case Link.Kind.Bond bond -> bond.slaves().forEach(slave -> build(link, slave, sorted));
                case Link.Kind.Vlan vlan -> {
                    if (vlan.rawDevice() != null) {
                        build(link, vlan.rawDevice(), sorted);
                    }
                }
                case Link.Kind.Physical physical -> {}
            }
        }
        for (Link link : sorted.values()) {
            depth(link, new HashSet<>());
        }
        return List.copyOf(sorted.values());
    }

    /// A VLAN on a VLAN is not known to the one below, as in the original.
    private static void build(Link link, String below, Map<String, Link> links) {
        Link parent = links.get(below);
        if (parent != null && !(parent.kind() instanceof Link.Kind.Vlan)) {
            parent.children().add(link);
        }
    }

    private static int depth(Link link, Set<Link> path) throws NetconfFault {
        if (!path.add(link)) {
            throw new NetconfFault("interface %s is built on itself".formatted(link.name()));
        }
        int deepest = 0;
        for (Link child : link.children()) {
            deepest = Math.max(deepest, depth(child, path));
        }
        path.remove(link);
        link.depth(deepest);
        return deepest + 1;
    }
}
