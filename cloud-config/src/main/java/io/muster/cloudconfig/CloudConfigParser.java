package io.muster.cloudconfig;

import io.muster.cloudconfig.CloudConfig.DropIn;
import io.muster.cloudconfig.CloudConfig.FileEntry;
import io.muster.cloudconfig.CloudConfig.Oem;
import io.muster.cloudconfig.CloudConfig.Unit;
import io.muster.cloudconfig.CloudConfig.Update;
import io.muster.cloudconfig.CloudConfig.User;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Reads a `#cloud-config` document.
public final class CloudConfigParser {
    private static final int DEFAULT_MODE = 0644;

    private CloudConfigParser() {}

    /// What a document asks for and what is wrong with it. With errors in the report, the config is not to be
    /// applied.
    public record Parsed(CloudConfig config, Report report) {}

    /// Every finding that the document gives rise to, with what is known of where it is meant for. Placeholders for
    /// addresses may still stand in it.
    public static Report check(String text, Deployment deployment) {
        Report.Builder report = new Report.Builder();
        read(text, deployment, report);
        if (deployment.addresses() != null) {
            report.addAll(deployment.addresses().unsetIn(text));
        }
        return report.build();
    }

    /// The discovery URL of the member that the document asks for; empty where it names none.
    public static Optional<String> discovery(String text) {
        return read(text, Deployment.UNKNOWN, new Report.Builder())
                .flatMap(document -> document.section("coreos"))
                .flatMap(coreos ->
                        coreos.section(OptionSection.ETCD2.key()).or(() -> coreos.section(OptionSection.ETCD.key())))
                .flatMap(member -> member.text("discovery"))
                .map(url -> url.value().strip());
    }

    /// Reads the document as it stands once the addresses are filled in. Findings have the positions of the text
    /// before that.
    public static Parsed parse(String text, Addresses addresses) {
        Report.Builder report = new Report.Builder();
        Optional<Value.Section> document = read(text, Deployment.UNKNOWN, report);
        report.addAll(addresses.unsetIn(text));
        String filled = addresses.fill(text);
        if (document.isPresent() && !filled.equals(text)) {
            Report.Builder second = new Report.Builder();
            document = read(filled, Deployment.UNKNOWN, second);
            if (second.build().hasErrors()) {
                report.addAll(second.build());
            }
        }
        Report found = report.build();
        return new Parsed(
                found.hasErrors()
                        ? CloudConfig.EMPTY
                        : document.map(CloudConfigParser::config).orElse(CloudConfig.EMPTY),
                found);
    }

    /// What of a document with errors still lets people in and connects the machine: its keys for core, and its network
    /// units.
    ///
    /// @param leftOut paths in the document of everything else
    public record Salvage(CloudConfig config, List<String> leftOut) {
        /// Nothing to be saved.
        public static final Salvage NOTHING = new Salvage(CloudConfig.EMPTY, List.of());

        public Salvage {
            leftOut = List.copyOf(leftOut);
        }
    }

    /// Takes what can be saved of a document that is YAML at least.
    public static Salvage salvage(String text, Addresses addresses) {
        Optional<Value.Section> read = read(addresses.fill(text), Deployment.UNKNOWN, new Report.Builder());
        if (read.isEmpty()) {
            return Salvage.NOTHING;
        }
        Value.Section document = read.get();
        List<String> leftOut = new ArrayList<>(document.values().keySet());
        leftOut.removeAll(List.of("ssh_authorized_keys", "coreos"));
        List<Unit> network = new ArrayList<>();
        document.section("coreos").ifPresent(coreos -> {
            coreos.values().keySet().stream()
                    .filter(section -> !section.equals("units"))
                    .forEach(section -> leftOut.add("coreos." + section));
            for (Unit unit : each(coreos.sections("units"), "coreos.units", CloudConfigParser::unit)) {
                if (unit.isNetwork() && !unit.name().contains("/")) {
                    network.add(unit);
                } else {
                    leftOut.add(unit.asked());
                }
            }
        });
        CloudConfig config =
                new CloudConfig(null, keys(document), false, List.of(), List.of(), Map.of(), null, null, network);
        return new Salvage(config, leftOut);
    }

    private static Optional<Value.Section> read(String text, Deployment deployment, Report.Builder report) {
        Optional<Tree> tree = YamlReader.read(text, report);
        if (tree.isEmpty() && !report.hasErrors()) {
            ShapeCheck.empty(report, Position.START);
        }
        Optional<Value.Section> document = tree.map(found -> new ShapeCheck(report).document(found));
        document.ifPresent(section -> {
            PlaceholderRules.check(text, report);
            Rules.check(section, deployment, report);
        });
        return document;
    }

    private static CloudConfig config(Value.Section document) {
        Optional<Value.Section> coreos = document.section("coreos");
        return new CloudConfig(
                string(document, "hostname"),
                keys(document),
                document.text("manage_etc_hosts").isPresent(),
                each(document.sections("users"), "users", CloudConfigParser::user),
                each(document.sections("write_files"), "write_files", CloudConfigParser::file),
                coreos.map(CloudConfigParser::options).orElse(Map.of()),
                coreos.flatMap(section -> section.section("oem"))
                        .flatMap(CloudConfigParser::oem)
                        .orElse(null),
                coreos.flatMap(section -> section.section("update"))
                        .map(CloudConfigParser::update)
                        .orElse(null),
                coreos.map(section -> each(section.sections("units"), "coreos.units", CloudConfigParser::unit))
                        .orElse(List.of()));
    }

    private static <T> List<T> each(
            List<Value.Section> sections, String path, BiFunction<Value.Section, String, Optional<T>> read) {
        List<T> all = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            read.apply(sections.get(i), path + "[" + i + "]").ifPresent(all::add);
        }
        return all;
    }

    private static Optional<User> user(Value.Section user, String asked) {
        return user.text("name")
                .map(name -> new User(
                        name.value(),
                        string(user, "passwd"),
                        keys(user),
                        string(user, "gecos"),
                        string(user, "homedir"),
                        user.flag("no_create_home"),
                        string(user, "primary_group"),
                        user.texts("groups").stream().map(Value.Text::value).toList(),
                        user.flag("no_user_group"),
                        user.flag("system"),
                        user.flag("no_log_init"),
                        string(user, "shell"),
                        asked));
    }

    private static Optional<FileEntry> file(Value.Section file, String asked) {
        Value.Text content = file.values().get("content") instanceof Value.Text text
                ? text
                : new Value.Text(file.at(), "", false, null);
        String encoding = file.text("encoding").map(Value.Text::value).orElse("");
        return file.text("path").flatMap(path -> ContentEncoding.decode(content, encoding)
                .map(bytes -> new FileEntry(
                        FileRules.absolute(path.value()),
                        bytes,
                        file.text("permissions")
                                .map(mode -> Integer.parseInt(mode.value(), 8))
                                .orElse(DEFAULT_MODE),
                        string(file, "owner"),
                        asked)));
    }

    private static Map<OptionSection, Options> options(Value.Section coreos) {
        Map<OptionSection, Options> all = new EnumMap<>(OptionSection.class);
        for (OptionSection section : OptionSection.values()) {
            coreos.section(section.key()).ifPresent(found -> {
                Map<String, String> values = new LinkedHashMap<>();
                found.values().forEach((option, value) -> values.put(option, text(value)));
                all.put(section, new Options(section, values));
            });
        }
        return all;
    }

    private static String text(Value value) {
        return switch (value) {
            // a folded block ends in a line break that nobody means
            case Value.Text text -> text.value().stripTrailing();
            case Value.Flag flag -> flag.value() ? "true" : "";
            case Value.Whole whole -> whole.value() == 0 ? "" : Long.toString(whole.value());
            case Value.Fraction fraction -> fraction.value() == 0 ? "" : Numbers.print(fraction.value());
            case Value.Items items -> throw new IllegalStateException("an option is no list");
            case Value.Section section -> throw new IllegalStateException("an option is no section");
        };
    }

    private static Optional<Oem> oem(Value.Section oem) {
        return oem.text("id")
                .map(id -> new Oem(
                        id.value(),
                        plain(oem, "name"),
                        plain(oem, "version_id"),
                        plain(oem, "home_url"),
                        plain(oem, "bug_report_url")));
    }

    private static Update update(Value.Section update) {
        return new Update(string(update, "reboot_strategy"), string(update, "group"), string(update, "server"));
    }

    private static Optional<Unit> unit(Value.Section unit, String asked) {
        return unit.text("name")
                .map(name -> new Unit(
                        name.value(),
                        string(unit, "content"),
                        unit.flag("runtime"),
                        unit.flag("enable"),
                        unit.flag("mask"),
                        unit.text("command")
                                .flatMap(word -> UnitCommand.of(word.value()))
                                .orElse(null),
                        unit.sections("drop_ins").stream()
                                .filter(dropIn -> dropIn.text("name").isPresent()
                                        && dropIn.text("content").isPresent())
                                .map(dropIn -> new DropIn(plain(dropIn, "name"), plain(dropIn, "content")))
                                .toList(),
                        asked));
    }

    private static List<String> keys(Value.Section section) {
        return section.texts("ssh_authorized_keys").stream()
                .map(key -> key.value().strip())
                .filter(key -> !key.isEmpty())
                .toList();
    }

    private static @Nullable String string(Value.Section section, String key) {
        return section.text(key).map(Value.Text::value).orElse(null);
    }

    private static String plain(Value.Section section, String key) {
        return section.text(key).map(Value.Text::value).orElse("");
    }
}
