package io.muster.cloudconfig;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Rules for the users and groups that a document names: those it makes itself, in order, and those of a fresh
/// Container Linux are known.
final class AccountRules {
    /// Users with a group of their name.
    private static final List<String> BOTH = List.of(
            "root",
            "bin",
            "daemon",
            "adm",
            "lp",
            "news",
            "uucp",
            "portage",
            "nobody",
            "core",
            "etcd",
            "fleet",
            "locksmith",
            "ntp",
            "sshd",
            "dhcp",
            "polkitd",
            "tss",
            "messagebus",
            "systemd-network",
            "systemd-resolve",
            "systemd-timesync",
            "systemd-bus-proxy",
            "systemd-journal-gateway",
            "systemd-journal-remote",
            "systemd-journal-upload",
            "systemd-coredump");

    /// Users without one.
    private static final List<String> USERS = List.of("operator", "tcpdump", "rpc");

    /// Groups that are no user's own.
    private static final List<String> GROUPS = List.of(
            "sys",
            "tty",
            "disk",
            "mem",
            "kmem",
            "wheel",
            "floppy",
            "console",
            "audio",
            "cdrom",
            "dialout",
            "tape",
            "video",
            "cdrw",
            "usb",
            "users",
            "nogroup",
            "utmp",
            "kvm",
            "input",
            "lock",
            "render",
            "sgx",
            "sudo",
            "docker",
            "rkt",
            "rkt-admin",
            "systemd-journal");

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    private final Report.Builder report;
    private final Set<String> users = union(BOTH, USERS);
    private final Set<String> groups = union(BOTH, GROUPS);

    private AccountRules(Report.Builder report) {
        this.report = report;
    }

    private static Set<String> union(List<String> some, List<String> more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }

    static void check(Value.Section document, Report.Builder report) {
        AccountRules rules = new AccountRules(report);
        document.sections("users").forEach(rules::user);
        lostKeys(document, report);
        document.sections("write_files").forEach(file -> file.text("owner").ifPresent(rules::owner));
    }

    /// Keys are filed under one name a user, so those that come last take the place of the others.
    private static void lostKeys(Value.Section document, Report.Builder report) {
        Set<String> later =
                new HashSet<>(document.texts("ssh_authorized_keys").isEmpty() ? List.of() : List.of("core"));
        for (Value.Section user : document.sections("users").reversed()) {
            String name = user.text("name").map(Value.Text::value).orElse("");
            if (!user.texts("ssh_authorized_keys").isEmpty() && !later.add(name)) {
                report.warning(
                        user.texts("ssh_authorized_keys").getFirst().at(),
                        Code.USELESS_SETTING,
                        "these keys of %s are lost, because those given further on take their place"
                                .formatted(Quoted.of(name)),
                        "give them in one list");
            }
        }
    }

    private void user(Value.Section user) {
        if (user.text("name").isEmpty()) {
            report.warning(user.at(), Code.NO_NAME, "this user has no name", "it is left out: give it a name");
            return;
        }
        user.text("primary_group").ifPresent(group -> known(group, group.value(), groups, "group"));
        user.texts("groups").forEach(group -> known(group, group.value(), groups, "group"));
        String name = user.text("name").orElseThrow().value();
        users.add(name);
        if (user.text("primary_group").isEmpty() && !user.flag("no_user_group")) {
            groups.add(name);
        }
    }

    private void owner(Value.Text owner) {
        int colon = owner.value().indexOf(':');
        String user = colon < 0 ? owner.value() : owner.value().substring(0, colon);
        String group = colon < 0 ? "" : owner.value().substring(colon + 1);
        if (!user.isEmpty()) {
            known(owner, user, users, "user");
        }
        if (!group.isEmpty()) {
            known(owner, group, groups, "group");
        }
    }

    private void known(Value.Text at, String name, Set<String> names, String kind) {
        if (!names.contains(name) && !NUMBER.matcher(name).matches()) {
            report.warning(
                    at.at(),
                    Code.UNKNOWN_ACCOUNT,
                    "%s %s is neither made above nor there on a fresh system".formatted(kind, Quoted.of(name)),
                    "where it is missing the run ends here: create it first, or use another");
        }
    }
}
