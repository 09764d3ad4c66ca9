package io.muster.cloudconfig;

import static io.muster.cloudconfig.Key.choice;
import static io.muster.cloudconfig.Key.flag;
import static io.muster.cloudconfig.Key.pattern;
import static io.muster.cloudconfig.Key.section;
import static io.muster.cloudconfig.Key.sections;
import static io.muster.cloudconfig.Key.text;
import static io.muster.cloudconfig.Key.texts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Every key of a cloud-config document: the one table that reading, checking, suggestions, explanations and the JSON
/// Schema go by.
final class Schema {
    private static final Shape.Section COREOS = coreos();

    /// The whole document.
    static final Shape.Section DOCUMENT = Shape.Section.of(List.of(
            text("hostname", "the machine's name"),
            texts("ssh_authorized_keys", "public keys that may log in as the user core"),
            choice("manage_etc_hosts", "writes /etc/hosts with the machine's name for 127.0.0.1", List.of("localhost")),
            users(),
            writeFiles(),
            new Key("coreos", COREOS, "what is special to the system: units, its cluster, its updates", null)));

    private Schema() {}

    private static Key users() {
        return sections(
                "users",
                "accounts to be made; one that is there is given its password and keys",
                text("name", "the login name"),
                text("passwd", "hash of the password, as crypt(3) makes it"),
                texts("ssh_authorized_keys", "public keys that may log in as this user"),
                remote(text("coreos_ssh_import_github", "GitHub user whose keys may log in")),
                remote(texts("coreos_ssh_import_github_users", "GitHub users whose keys may log in")),
                remote(text("coreos_ssh_import_url", "URL of keys that may log in")),
                text("gecos", "the person's name"),
                text("homedir", "home folder, else /home/NAME"),
                flag("no_create_home", "makes no home folder"),
                text("primary_group", "group of the user's files, else one of its own"),
                texts("groups", "further groups, which must be there"),
                flag("no_user_group", "makes no group named like the user"),
                flag("system", "makes a system account"),
                flag("no_log_init", "keeps the user out of lastlog and faillog"),
                text("shell", "login shell"));
    }

    private static Key remote(Key key) {
        return key.deprecated(
                "fetching keys over the network at boot fails too often; list them in ssh_authorized_keys",
                "trying to fetch from a remote endpoint introduces too many intermittent errors");
    }

    private static Key writeFiles() {
        return sections(
                "write_files",
                "files to be written, in this order",
                text("path", "where the file goes; folders above it are made"),
                text("content", "what stands in it"),
                pattern(
                        "permissions",
                        "its mode, else \"0644\"",
                        "0?[0-7]{3,4}",
                        "0?[0-7]{3,4}",
                        "three or four octal digits, such as \"0644\""),
                text("owner", "its owner, USER or USER:GROUP, else root"),
                choice(
                        "encoding",
                        "how content is packed",
                        List.of("b64", "base64", "gz", "gzip", "gz+b64", "gz+base64", "gzip+b64", "gzip+base64")));
    }

    private static Shape.Section coreos() {
        List<Key> keys = new ArrayList<>(
                Stream.of(OptionSection.values()).map(OptionSection::asKey).toList());
        keys.add(section(
                "oem",
                "writes /etc/oem-release, if id is set",
                text("id", "short name of the platform"),
                text("name", "its name for people"),
                text("version_id", "version of its image"),
                text("home_url", "its home page"),
                text("bug_report_url", "where its problems are reported")));
        keys.add(section(
                "update",
                "how the system updates itself, /etc/coreos/update.conf",
                choice("reboot_strategy", "when to reboot after an update", List.of("etcd-lock", "reboot", "off")),
                text("group", "release channel, such as stable, beta or alpha"),
                text("server", "where updates come from")));
        keys.add(sections(
                "units",
                "systemd units to be placed, enabled, masked and started, in this order",
                text("name", "full name, such as web.service; .network, .netdev and .link go to systemd-networkd"),
                flag("mask", "replaces the unit by a link to /dev/null"),
                flag("enable", "lets it start at boot, by its [Install] section"),
                flag("runtime", "places it for this boot only, below /run"),
                text("content", "the unit file; without it a unit that is there is meant"),
                choice(
                        "command",
                        "what to do with it once all files are in place",
                        Arrays.stream(UnitCommand.values())
                                .map(UnitCommand::toString)
                                .toList()),
                sections(
                        "drop_ins",
                        "files that add to the unit; each needs both keys",
                        text("name", "file name, which ends in .conf"),
                        text("content", "what stands in it"))));
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
