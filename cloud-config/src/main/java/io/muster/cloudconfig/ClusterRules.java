package io.muster.cloudconfig;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Holds the size that a cluster is begun with against the number of machines.
final class ClusterRules {
    private static final Pattern SIZE = Pattern.compile("[?&]size=([0-9]{1,4})");

    private final int machines;
    private final Report.Builder report;

    private ClusterRules(int machines, Report.Builder report) {
        this.machines = machines;
        this.report = report;
    }

    static void check(Value.Section member, Deployment deployment, Report.Builder report) {
        Integer machines = deployment.machines();
        if (machines == null) {
            return;
        }
        ClusterRules rules = new ClusterRules(machines, report);
        member.text("discovery").ifPresent(url -> {
            Matcher asked = SIZE.matcher(url.value());
            if (deployment.tokenSize() != null) {
                rules.compare(url.at(), "the discovery token is for", deployment.tokenSize());
            } else if (asked.find()) {
                rules.compare(url.at(asked.start(1)), "the discovery URL asks for", Integer.parseInt(asked.group(1)));
            }
        });
        member.text("initial_cluster")
                .ifPresent(members -> rules.compare(members.at(), "initial_cluster names", named(members.value())));
        if (member.values().get("cluster_active_size") instanceof Value.Whole size && size.value() > machines) {
            rules.compare(size.at(), "cluster_active_size is", (int) Math.min(size.value(), Integer.MAX_VALUE));
        }
    }

    private static int named(String members) {
        return (int) Arrays.stream(members.split(",", -1))
                .map(member -> member.strip().replaceFirst("=.*", ""))
                .filter(name -> !name.isEmpty())
                .distinct()
                .count();
    }

    private void compare(Position at, String sentence, int size) {
        if (size == machines) {
            return;
        }
        int missing = Math.abs(size - machines);
        report.warning(
                at,
                Code.CLUSTER_SIZE,
                "%s %d member%s, and %d machine%s boot from this file"
                        .formatted(sentence, size, size == 1 ? "" : "s", machines, machines == 1 ? "" : "s"),
                size > machines
                        ? "%d would be waited for in vain: make the two equal".formatted(missing)
                        : "%d would be left out of the cluster: make the two equal".formatted(missing));
    }
}
