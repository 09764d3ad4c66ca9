package io.muster.cloudconfig;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds services of one machine that want to listen on one port: the addresses of a member among themselves, with
/// those of the other generation if both are started, and with sockets that the document places and starts.
final class PortRules {
    private static final Pattern ADDRESS =
            Pattern.compile("(?:https?://)?(?<host>\\[[^\\]]*]|[^:/,\\s\\[]*):(?<port>[0-9]{1,5})/?");
    private static final Set<String> EVERYWHERE = Set.of("", "*", "0.0.0.0", "[::]");
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /// Among thousands on one port nobody reads more.
    private static final int MAX_COMPARED = 16;

    private static final int MAX_TOLD = 50;

    private final Report.Builder report;
    private final Map<String, List<Listener>> listeners = new HashMap<>();
    private int told;

    private PortRules(Report.Builder report) {
        this.report = report;
    }

    /// @param text where it stands, at this index
    /// @param what its setting
    private record Listener(String host, Value.Text text, int index, String what) {
        Position at() {
            return text.at(index);
        }

        boolean meets(Listener other) {
            return host.equals(other.host)
                    || EVERYWHERE.contains(host)
                    || EVERYWHERE.contains(other.host)
                    || (LOOPBACK.contains(host) && LOOPBACK.contains(other.host));
        }
    }

    static void check(Value.Section coreos, Report.Builder report) {
        List<Value.Section> units = coreos.sections("units");
        boolean first = isStarted(OptionSection.ETCD, units);
        boolean second = isStarted(OptionSection.ETCD2, units);
        PortRules rules = new PortRules(report);
        coreos.section(OptionSection.ETCD2.key()).ifPresent(member -> {
            rules.urls(member, "listen_client_urls");
            rules.urls(member, "listen_peer_urls");
        });
        PortRules others = first && second ? rules : new PortRules(report);
        coreos.section(OptionSection.ETCD.key()).ifPresent(member -> {
            others.urls(member, member.text("bind_addr").isPresent() ? "bind_addr" : "addr");
            others.urls(member, member.text("peer_bind_addr").isPresent() ? "peer_bind_addr" : "peer_addr");
        });
        for (Value.Section unit : units) {
            if (unit.text("name")
                            .filter(name -> name.value().endsWith(".socket"))
                            .isPresent()
                    && isStarted(unit)) {
                unit.text("content").ifPresent(rules::socket);
            }
        }
    }

    private static boolean isStarted(OptionSection section, List<Value.Section> units) {
        return units.stream()
                .anyMatch(unit -> unit.text("name")
                                .filter(name -> name.value().equals(section.unit()))
                                .isPresent()
                        && isStarted(unit));
    }

    private static boolean isStarted(Value.Section unit) {
        return !unit.flag("mask")
                && (unit.flag("enable")
                        || unit.text("command")
                                .filter(command -> !command.value().equals("stop"))
                                .isPresent());
    }

    private void urls(Value.Section member, String option) {
        member.text(option).ifPresent(text -> {
            Matcher address = ADDRESS.matcher(text.value());
            while (address.find()) {
                add(address, text, address.start(), option);
            }
        });
    }

    private void socket(Value.Text content) {
        for (UnitText.Word word : UnitText.words(content.value(), Set.of("ListenStream"))) {
            Matcher address = ADDRESS.matcher(word.word().matches("[0-9]{1,5}") ? ":" + word.word() : word.word());
            if (address.matches()) {
                add(address, content, word.index(), "ListenStream");
            }
        }
    }

    private void add(Matcher address, Value.Text text, int index, String what) {
        Listener listener = new Listener(address.group("host"), text, index, what);
        List<Listener> same = listeners.computeIfAbsent(address.group("port"), port -> new ArrayList<>());
        if (told < MAX_TOLD) {
            same.stream()
                    .limit(MAX_COMPARED)
                    .filter(listener::meets)
                    .findFirst()
                    .ifPresent(other -> tell(address.group("port"), listener, other));
        }
        same.add(listener);
    }

    private void tell(String port, Listener one, Listener other) {
        told++;
        boolean inOrder = one.at().compareTo(other.at()) >= 0;
        Listener later = inOrder ? one : other;
        Listener earlier = inOrder ? other : one;
        report.warning(
                later.at(),
                Code.PORT_CLASH,
                "%s takes port %s, which %s in line %d takes already"
                        .formatted(
                                later.what(), port, earlier.what(), earlier.at().line()),
                "give one of them another port");
    }
}
