package io.muster.cloudconfig;

import io.muster.cloudconfig.CloudConfig.DropIn;
import io.muster.cloudconfig.CloudConfig.Unit;
import io.muster.cloudconfig.Step.CommandUnit;
import io.muster.cloudconfig.Step.EnableUnit;
import io.muster.cloudconfig.Step.MaskUnit;
import io.muster.cloudconfig.Step.PlaceDropIn;
import io.muster.cloudconfig.Step.PlaceUnit;
import io.muster.cloudconfig.Step.ReloadUnits;
import io.muster.cloudconfig.Step.UnmaskUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The steps for units: first every file of every unit, the document's own before the generated ones, then one
/// reload, then the commands in the same order.
final class UnitPlan {
    private static final String LOCKSMITHD = OptionSection.LOCKSMITH.unit();

    private UnitPlan() {}

    static List<Step> steps(CloudConfig config, Facts facts, NetworkSetup network) {
        List<Unit> units = Stream.of(config.units().stream(), generated(config), converted(network))
                .flatMap(all -> all)
                .toList();
        Set<String> unmasked = unmasked(units);
        List<Step> steps = new ArrayList<>();
        units.forEach(unit -> steps.addAll(files(unit, facts, unmasked)));
        if (units.stream()
                .anyMatch(unit -> unit.content() != null || !unit.dropIns().isEmpty())) {
            steps.add(new ReloadUnits("unit files were placed"));
        }
        units.stream()
                .filter(Unit::isNetwork)
                .findFirst()
                .ifPresent(unit ->
                        steps.add(new CommandUnit("systemd-networkd.service", UnitCommand.RESTART, unit.asked())));
        for (Unit unit : units) {
            if (unit.command() != null && !unit.isNetwork()) {
                steps.add(new CommandUnit(unit.name(), unit.command(), unit.asked()));
            }
        }
        return steps;
    }

    /// Where a mask, of an earlier entry or from before, is taken away by the last entry that has a say in it. The
    /// original puts such a mask there first; the end is the same.
    private static Set<String> unmasked(List<Unit> units) {
        Set<String> paths = new HashSet<>();
        Set<String> placed = new HashSet<>();
        for (Unit unit : units) {
            String path = path(unit);
            if (unit.mask()) {
                paths.remove(path);
                placed.remove(path);
            } else if (unit.content() != null) {
                paths.remove(path);
                placed.add(path);
            } else if (unit.runtime() && !placed.contains(path)) {
                paths.add(path);
            }
        }
        return paths;
    }

    private static List<Step> files(Unit unit, Facts facts, Set<String> unmasked) {
        List<Step> steps = new ArrayList<>();
        String path = path(unit);
        if (unit.content() != null && !unit.mask()) {
            steps.add(new PlaceUnit(path, unit.content(), unit.asked()));
        }
        for (DropIn dropIn : unit.dropIns()) {
            steps.add(
                    new PlaceDropIn(FileRules.absolute(path + ".d/" + dropIn.name()), dropIn.content(), unit.asked()));
        }
        boolean unmask = unmasked.contains(path);
        if (unit.mask() && !unmask) {
            steps.add(new MaskUnit(path, unit.asked()));
        }
        if (!unit.mask() && unmask && facts.maskedUntilReboot().contains(unit.name())) {
            steps.add(new UnmaskUnit(path, unit.asked()));
        }
        if (unit.enable() && !unit.isNetwork()) {
            steps.add(new EnableUnit(unit.name(), unit.runtime(), unit.asked()));
        }
        return steps;
    }

    private static String path(Unit unit) {
        return FileRules.absolute((unit.runtime() ? "/run/systemd/" : "/etc/systemd/")
                + (unit.isNetwork() ? "network/" : "system/")
                + unit.name());
    }

    private static Stream<Unit> generated(CloudConfig config) {
        Stream<Unit> services = Stream.of(
                        OptionSection.ETCD, OptionSection.ETCD2, OptionSection.FLEET, OptionSection.LOCKSMITH)
                .map(config.options()::get)
                .flatMap(Stream::ofNullable)
                .filter(options -> !options.values().isEmpty())
                .map(UnitPlan::withOptions);
        return Stream.concat(services, config.update() == null ? Stream.empty() : updating(config.update()));
    }

    private static Stream<Unit> converted(NetworkSetup network) {
        return network.files().stream()
                .map(file ->
                        new Unit(file.name(), file.content(), true, false, false, null, List.of(), Planner.NETWORK));
    }

    private static Unit withOptions(Options options) {
        DropIn dropIn = new DropIn(OptionDropIn.NAME, OptionDropIn.unit(options));
        return new Unit(
                options.section().unit(),
                null,
                true,
                false,
                false,
                null,
                List.of(dropIn),
                "coreos." + options.section().key());
    }

    private static Stream<Unit> updating(CloudConfig.Update update) {
        List<Unit> units = new ArrayList<>();
        if (update.rebootStrategy() != null) {
            boolean off = update.rebootStrategy().equals("off");
            units.add(commanded(
                    LOCKSMITHD, off, off ? UnitCommand.STOP : UnitCommand.RESTART, "coreos.update.reboot_strategy"));
        }
        String changed = Stream.of(named("group", update.group()), named("server", update.server()))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining(" and "));
        if (!changed.isEmpty()) {
            units.add(commanded("update-engine.service", false, UnitCommand.RESTART, "coreos.update." + changed));
        }
        return units.stream();
    }

    private static String named(String name, @Nullable String value) {
        return value == null ? "" : name;
    }

    private static Unit commanded(String name, boolean mask, UnitCommand command, String asked) {
        return new Unit(name, null, true, false, mask, command, List.of(), asked);
    }
}
