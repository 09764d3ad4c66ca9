package io.muster.cloudconfig;

import static io.muster.cloudconfig.Key.flag;
import static io.muster.cloudconfig.Key.section;
import static io.muster.cloudconfig.Key.sections;
import static io.muster.cloudconfig.Key.text;
import static io.muster.cloudconfig.Key.texts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every key of a cloud-config document: the one table that reading, checking and suggestions go by.
final class Schema {
    private static final Shape.Section COREOS = coreos();

    /// The whole document.
    static final Shape.Section DOCUMENT = Shape.Section.of(List.of(
            text("hostname"),
            texts("ssh_authorized_keys"),
            text("manage_etc_hosts", "localhost", "localhost"),
            users(),
            writeFiles(),
            new Key("coreos", COREOS, null)));

    private Schema() {}

    private static Key users() {
        String remote = "fetching keys over the network at boot fails too often; list them in ssh_authorized_keys";
        return sections(
                "users",
                text("name"),
                text("passwd"),
                texts("ssh_authorized_keys"),
                text("coreos_ssh_import_github").deprecated(remote),
                texts("coreos_ssh_import_github_users").deprecated(remote),
                text("coreos_ssh_import_url").deprecated(remote),
                text("gecos"),
                text("homedir"),
                flag("no_create_home"),
                text("primary_group"),
                texts("groups"),
                flag("no_user_group"),
                flag("system"),
                flag("no_log_init"),
                text("shell"));
    }

    private static Key writeFiles() {
        return sections(
                "write_files",
                text("path"),
                text("content"),
                text("permissions", "0?[0-7]{3,4}", "three or four octal digits, such as \"0644\""),
                text("owner"),
                text(
                        "encoding",
                        "b64|base64|gz|gzip|(gz|gzip)\\+(b64|base64)",
                        "b64, base64, gz, gzip, or gz+b64 and its like, in lower case"));
    }

    private static Shape.Section coreos() {
        List<Key> keys = new ArrayList<>(
                Stream.of(OptionSection.values()).map(OptionSection::asKey).toList());
        keys.add(
                section("oem", text("id"), text("name"), text("version_id"), text("home_url"), text("bug_report_url")));
        keys.add(section(
                "update",
                text("reboot_strategy", "etcd-lock|reboot|off", "etcd-lock, reboot or \"off\""),
                text("group"),
                text("server")));
        keys.add(sections(
                "units",
                text("name"),
                flag("mask"),
                flag("enable"),
                flag("runtime"),
                text("content"),
                text("command", UnitCommand.PATTERN, "one of " + UnitCommand.WORDS),
                sections("drop_ins", text("name"), text("content"))));
        return Shape.Section.of(keys);
    }

    /// Where a key that is unknown in its section would be known: "at the top level" or "under coreos".
    static Optional<String> home(String key) {
        if (DOCUMENT.keys().containsKey(key)) {
            return Optional.of("at the top level");
        }
        return COREOS.keys().containsKey(key) ? Optional.of("under coreos") : Optional.empty();
    }
}
