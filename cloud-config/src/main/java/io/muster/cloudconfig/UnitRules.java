package io.muster.cloudconfig;

import java.util.List;
import java.util.regex.Pattern;

/// Rules for `coreos.units`.
final class UnitRules {
    private static final Pattern UNIT_NAME =
            Pattern.compile(".+\\.(service|socket|device|mount|automount|swap|target|path|timer|snapshot|slice|scope"
                    + "|network|netdev|link)");

    private UnitRules() {}

    static void check(Value.Section coreos, Report.Builder report) {
        for (Value.Section unit : coreos.sections("units")) {
            if (unit.text("name").isEmpty()) {
                report.warning(unit.at(), Code.NO_NAME, "this unit has no name", "it is left out: give it a name");
            }
            unit.text("name").ifPresent(name -> {
                name(unit, name, report);
                if (CloudConfig.Unit.isNetwork(name.value())) {
                    network(unit, name, report);
                }
            });
            masked(unit, report);
            unmasked(unit, coreos, report);
            unit.sections("drop_ins").forEach(dropIn -> dropIn(dropIn, report));
        }
    }

    private static void name(Value.Section unit, Value.Text name, Report.Builder report) {
        if (name.value().contains("/")) {
            path(unit, name, report);
        } else if (!UNIT_NAME.matcher(name.value()).matches()) {
            report.warning(
                    name.at(),
                    Code.UNIT_NAME,
                    "unit name %s has no type".formatted(Quoted.of(name.value())),
                    "did you mean %s.service?".formatted(name.value()));
        }
    }

    /// The original placed such a file without a word, but could neither enable nor command it.
    private static void path(Value.Section unit, Value.Text name, Report.Builder report) {
        String sentence = "unit name %s leads out of the units' folder".formatted(Quoted.of(name.value()));
        if (unit.flag("enable") || unit.text("command").isPresent()) {
            report.error(name.at(), Code.UNIT_PATH, sentence, "a unit name has no /");
        } else {
            report.warning(
                    name.at(), Code.UNIT_PATH, sentence, "a unit name has no /; use write_files for other files");
        }
    }

    private static void network(Value.Section unit, Value.Text name, Report.Builder report) {
        for (String setting : List.of("enable", "command")) {
            Value value = unit.values().get(setting);
            if (value != null && (unit.flag(setting) || unit.text(setting).isPresent())) {
                report.warning(
                        value.at(),
                        Code.USELESS_SETTING,
                        "%s does nothing for %s".formatted(setting, Quoted.of(name.value())),
                        "systemd-networkd is restarted for it: leave it out");
            }
        }
    }

    private static void masked(Value.Section unit, Report.Builder report) {
        if (unit.flag("mask")) {
            unit.text("content")
                    .ifPresent(content -> report.warning(
                            content.at(),
                            Code.USELESS_SETTING,
                            "this content is lost, because mask replaces the unit by a link to /dev/null",
                            "leave out one of the two"));
        }
    }

    /// Options are written below /run and lift a mask there, in the same run.
    private static void unmasked(Value.Section unit, Value.Section coreos, Report.Builder report) {
        if (!unit.flag("mask") || !unit.flag("runtime")) {
            return;
        }
        String name = unit.text("name").map(Value.Text::value).orElse("");
        for (OptionSection section : OptionSection.values()) {
            boolean hasOptions = coreos.section(section.key())
                    .filter(options -> !options.values().isEmpty())
                    .isPresent();
            if (section != OptionSection.FLANNEL && section.unit().equals(name) && hasOptions) {
                report.warning(
                        unit.at(),
                        Code.USELESS_SETTING,
                        "%s does not stay masked, because coreos.%s has options for it".formatted(name, section.key()),
                        "leave out one of the two, or runtime");
            }
        }
    }

    private static void dropIn(Value.Section dropIn, Report.Builder report) {
        if (dropIn.text("name").isEmpty() || dropIn.text("content").isEmpty()) {
            report.warning(
                    dropIn.at(),
                    Code.INCOMPLETE_DROP_IN,
                    "this drop-in has no %s".formatted(dropIn.text("name").isEmpty() ? "name" : "content"),
                    "it is left out: it needs both name and content");
        }
        dropIn.text("name").ifPresent(name -> {
            if (name.value().contains("/")) {
                report.warning(
                        name.at(),
                        Code.UNIT_PATH,
                        "drop-in name %s leads out of the unit's folder".formatted(Quoted.of(name.value())),
                        "a drop-in name has no /; use write_files for other files");
            } else if (!name.value().endsWith(".conf")) {
                report.warning(
                        name.at(),
                        Code.UNIT_NAME,
                        "systemd does not read drop-in %s".formatted(Quoted.of(name.value())),
                        "its name must end in .conf");
            }
        });
    }
}
