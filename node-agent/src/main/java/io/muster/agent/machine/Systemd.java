package io.muster.agent.machine;

import io.muster.agent.machine.Host.Answer;
import io.muster.cloudconfig.UnitCommand;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The manager of the services of a running system, spoken to through systemctl.
final class Systemd {
    /// What is known of a unit.
    ///
    /// @param load `loaded`, `not-found`, `masked`, `bad-setting`, `error`
    /// @param active `active`, `activating`, `inactive`, `failed` and others
    record UnitState(String load, String active) {
        boolean isUp() {
            return active.equals("active") || active.equals("activating") || active.equals("reloading");
        }

        boolean isMissing() {
            return load.equals("not-found");
        }
    }

    private final Host host;

    Systemd(Host host) {
        this.host = host;
    }

    UnitState state(String unit) throws IOException, StepFailed {
        Answer answer = host.ask(List.of("systemctl", "show", "--property=LoadState,ActiveState", "--", unit));
        if (!answer.ok()) {
            throw new StepFailed("systemd does not answer for %s: %s".formatted(unit, answer.output()));
        }
        Map<String, String> properties = new HashMap<>();
        answer.output().lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                properties.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return new UnitState(properties.getOrDefault("LoadState", ""), properties.getOrDefault("ActiveState", ""));
    }

    boolean isEnabled(String unit) throws IOException {
        return host.ask(List.of("systemctl", "is-enabled", "--quiet", "--", unit))
                .ok();
    }

    void enable(String unit, boolean untilReboot) throws IOException, StepFailed {
        must(
                untilReboot
                        ? List.of("systemctl", "enable", "--runtime", "--force", "--", unit)
                        : List.of("systemctl", "enable", "--force", "--", unit));
    }

    void reload() throws IOException, StepFailed {
        must(List.of("systemctl", "daemon-reload"));
    }

    /// Gives a command and waits until its job is over. What came of the job is the answer: a unit that does not start
    /// is no failure of the boot.
    Answer give(UnitCommand command, String unit) throws IOException {
        return host.run(
                "", List.of("systemctl", "--no-ask-password", "--job-mode=replace", command.toString(), "--", unit));
    }

    /// Runs a script in a unit of its own.
    void run(String unit, String script) throws IOException, StepFailed {
        must(List.of(
                "systemd-run",
                "--unit=" + unit,
                "--description=Script of this machine's user-data",
                "--property=RemainAfterExit=yes",
                "/bin/bash",
                script));
    }

    private void must(List<String> command) throws IOException, StepFailed {
        Answer answer = host.run("", command);
        if (!answer.ok()) {
            throw new StepFailed("'%s' failed: %s".formatted(String.join(" ", command), answer.output()));
        }
    }
}
