package io.muster.agent.machine;

import io.muster.cloudconfig.Step.EnableUnit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Enables units below a folder by the links that systemctl would make for their `[Install]` sections.
final class UnitLinks {
    private static final List<String> FOLDERS =
            List.of("/run/systemd/system/", "/etc/systemd/system/", "/usr/lib/systemd/system/");

    private final Root root;

    UnitLinks(Root root) {
        this.root = root;
    }

    StepResult enable(EnableUnit step) throws IOException {
        for (String folder : FOLDERS) {
            Optional<String> unit = root.read(folder + step.unit());
            if (unit.isPresent()) {
                return link(step, folder + step.unit(), unit.get());
            }
        }
        return new StepResult.Left("there is no unit file " + step.unit() + " below this folder");
    }

    private StepResult link(EnableUnit step, String path, String unit) throws IOException {
        String folder = step.runtime() ? "/run/systemd/system/" : "/etc/systemd/system/";
        List<String> links = new ArrayList<>();
        installed(unit, "WantedBy=").forEach(by -> links.add(folder + by + ".wants/" + step.unit()));
        installed(unit, "RequiredBy=").forEach(by -> links.add(folder + by + ".requires/" + step.unit()));
        installed(unit, "Alias=").forEach(alias -> links.add(folder + alias));
        if (links.isEmpty()) {
            return new StepResult.Left("the unit says nothing under [Install]");
        }
        boolean changed = false;
        for (String link : links) {
            changed |= root.link(link, path);
        }
        return changed ? new StepResult.Done() : new StepResult.Unchanged();
    }

    private static Stream<String> installed(String unit, String setting) {
        return unit.lines()
                .map(String::strip)
                .dropWhile(line -> !line.equals("[Install]"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("["))
                .filter(line -> line.startsWith(setting))
                .flatMap(line -> Stream.of(line.substring(setting.length()).split("\\s+", -1)))
                .filter(name -> !name.isEmpty() && !name.contains("/"));
    }
}
