package io.muster.cloudconfig;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Rules for the sections that configure a member: `coreos.etcd` and `coreos.etcd2`.
final class MemberRules {
    private static final Pattern URL =
            Pattern.compile("(?i)https?://[^/?#\\s]+(?<path>(/(?:[^%?#\\s]|%[0-9a-f]{2})*)?)([?#]\\S*)?");

    private MemberRules() {}

    static void check(Value.Section member, Report.Builder report) {
        member.text("discovery").ifPresent(discovery -> discovery(discovery, report));
        oneWayToPeers(member, report);
        member.text("listen_client_urls")
                .filter(listen -> member.text("advertise_client_urls").isEmpty())
                .filter(listen -> !isProxy(member) && member.text("discovery").isEmpty())
                .ifPresent(listen -> report.warning(
                        listen.at(),
                        Code.CONFLICTING_OPTIONS,
                        "listen_client_urls is set and advertise_client_urls is not: the member will not start",
                        "set advertise_client_urls to what clients can reach"));
    }

    private static void oneWayToPeers(Value.Section member, Report.Builder report) {
        List<Value.Text> ways = Stream.of("discovery", "discovery_srv", "initial_cluster")
                .flatMap(option -> member.text(option).stream())
                .sorted(Comparator.comparing(Value.Text::at))
                .toList();
        if (ways.size() > 1) {
            report.warning(
                    ways.getLast().at(),
                    Code.CONFLICTING_OPTIONS,
                    "discovery, discovery_srv and initial_cluster exclude each other: the member will not start",
                    "keep one of them");
        }
    }

    private static boolean isProxy(Value.Section member) {
        return member.text("proxy")
                .filter(proxy -> !proxy.value().equals("off"))
                .isPresent();
    }

    private static void discovery(Value.Text text, Report.Builder report) {
        String url = text.value().strip();
        if (url.contains(TokenPlaceholder.TEXT)) {
            report.info(
                    text.at(),
                    Code.TOKEN_PLACEHOLDER,
                    TokenPlaceholder.TEXT + " stands for the token of a cluster to be",
                    "it is filled in with --token, or write one that your discovery service gave you");
            return;
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            report.warning(
                    text.at(),
                    Code.DISCOVERY_URL,
                    "discovery %s is not a URL".formatted(Quoted.of(url)),
                    "write http://HOST:PORT/TOKEN",
                    "discovery URL is not valid");
        } else if (parts.group("path").matches("/*new/*")) {
            report.warning(
                    text.at(),
                    Code.DISCOVERY_TOKEN,
                    "discovery %s hands out a new token to each machine".formatted(Quoted.of(url)),
                    "write the URL that it answers once: curl '%s'".formatted(url));
        } else if (parts.group("path").matches("/*")) {
            report.warning(
                    text.at(),
                    Code.DISCOVERY_TOKEN,
                    "discovery %s names no token".formatted(Quoted.of(url)),
                    "ask it for one: curl %s/new?size=3".formatted(url.replaceAll("/+$", "")));
        }
    }
}
