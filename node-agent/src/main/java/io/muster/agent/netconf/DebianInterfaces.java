package io.muster.agent.netconf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A Debian /etc/network/interfaces, as OpenStack puts it on a config drive.
final class DebianInterfaces {
    private DebianInterfaces() {}

    /// Its interfaces by name, those only named by others included.
    static List<Link> read(String text) throws NetconfFault {
        Map<String, Link> links = new TreeMap<>();
        for (Link link : stanzas(text)) {
            add(link, links);
        }
        return LinkTree.arrange(links);
    }

    private static void add(Link link, Map<String, Link> links) {
        switch (link.kind()) {
            case Link.Kind.Physical physical -> {
                if (!link.isLoopback()) {
                    links.put(link.name(), link);
                }
            }
            case Link.Kind.Bond bond -> {
                links.put(link.name(), link);
                bond.slaves().forEach(slave -> links.computeIfAbsent(slave, Link::unconfigured));
            }
            case Link.Kind.Vlan vlan -> {
                if (vlan.rawDevice() != null) {
                    links.computeIfAbsent(vlan.rawDevice(), Link::unconfigured);
                }
                links.put(link.name(), link);
            }
        }
    }

    private static List<Link> stanzas(String text) throws NetconfFault {
        List<Link> links = new ArrayList<>();
        List<String> stanza = new ArrayList<>();
        for (String line : lines(text)) {
            if (isStart(line)) {
                finish(stanza, links);
                stanza.clear();
            } else if (stanza.isEmpty()) {
                throw new NetconfFault("'%s' stands before the first iface".formatted(line));
            }
            stanza.add(line);
        }
        finish(stanza, links);
        return links;
    }

    private static List<String> lines(String text) {
        return text.replace("\\\n", "")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static boolean isStart(String line) {
        String word = line.split(" ", 2)[0];
        return word.equals("auto") || word.equals("iface") || word.equals("mapping") || line.startsWith("allow-");
    }

    /// Takes in what has been read of a stanza. `auto` changes nothing: networkd brings up all it knows.
    private static void finish(List<String> stanza, List<Link> links) throws NetconfFault {
        if (stanza.isEmpty()) {
            return;
        }
        List<String> words = List.of(stanza.getFirst().split("\\s+", -1));
        if (words.size() < 2) {
            throw new NetconfFault("'%s' names no interface".formatted(stanza.getFirst()));
        }
        switch (words.getFirst()) {
            case "auto" -> {}
            case "iface" -> links.add(Stanza.parse(words.subList(1, words.size()), stanza.subList(1, stanza.size())));
            default ->
                throw new NetconfFault("'%s' is not understood; there are auto and iface".formatted(words.getFirst()));
        }
    }
}
