package io.muster.agent.machine;

import io.muster.agent.machine.Host.Answer;
import io.muster.agent.machine.Systemd.UnitState;
import io.muster.cloudconfig.Bytes;
import io.muster.cloudconfig.Facts;
import io.muster.cloudconfig.NetworkSetup;
import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.Step;
import io.muster.cloudconfig.UnitCommand;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The system this process runs on, kept by systemd.
///
/// Files are written as below any other root. A service is only touched when it is not as asked: it is started when it
/// is down, and restarted or reloaded when it is down or when anything on the machine was changed before in this run.
/// So performing a plan again changes nothing and restarts nothing.
public final class SystemdMachine implements Machine {
    private static final StepResult DONE = new StepResult.Done();
    private static final StepResult UNCHANGED = new StepResult.Unchanged();

    /// Below /run, so a script runs again after a reboot.
    private static final String RUN_SCRIPTS = "/run/muster/scripts/";

    private final RootMachine files;
    private final Host host;
    private final Systemd systemd;
    private final LiveAccounts accounts;
    private boolean changed;
    private boolean unitsChanged;

    /// A system that is acted on, or only looked at.
    ///
    /// @param files of this system; a rehearsal's when the host is not real
    public SystemdMachine(RootMachine files, Host host) {
        this.files = files;
        this.host = host;
        this.systemd = new Systemd(host);
        this.accounts = new LiveAccounts(host);
    }

    @Override
    public Facts facts() throws IOException {
        Facts facts = files.facts();
        return files.root()
                .read("/proc/sys/kernel/hostname")
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(facts::withHostname)
                .orElse(facts);
    }

    @Override
    public Optional<String> obstacle(Plan plan) throws IOException {
        return files.obstacle(plan);
    }

    @Override
    public StepResult perform(Step step) throws StepFailed {
        try {
            StepResult result = attempt(step);
            if (result instanceof StepResult.Done) {
                changed = true;
                unitsChanged |= isUnitFile(step);
            }
            return result;
        } catch (FileSystemException e) {
            throw new StepFailed("cannot %s: %s".formatted(step.action(), RootMachine.reason(e)), e);
        } catch (IOException e) {
            throw new StepFailed("cannot %s: %s".formatted(step.action(), e.getMessage()), e);
        }
    }

    private StepResult attempt(Step step) throws IOException, StepFailed {
        return switch (step) {
            case Step.SetHostname name -> setHostname(name);
            case Step.AddUser add -> {
                accounts.add(add.user());
                // what comes after must find the account, also when it is only foretold
                yield host.isReal() ? DONE : files.perform(step);
            }
            case Step.SetPassword password -> setPassword(password);
            case Step.AuthorizeKeys _,
                    Step.WriteFile _,
                    Step.PlaceUnit _,
                    Step.PlaceDropIn _,
                    Step.MaskUnit _,
                    Step.UnmaskUnit _ -> files.perform(step);
            case Step.RestartNetwork restart -> restartNetwork(restart.network());
            case Step.EnableUnit enable -> enable(enable);
            case Step.ReloadUnits reload -> reload();
            case Step.CommandUnit command -> command(command);
            case Step.RunScript script -> runScript(script);
        };
    }

    private StepResult setHostname(Step.SetHostname name) throws IOException, StepFailed {
        boolean kept = files.root()
                .read("/etc/hostname")
                .map(String::strip)
                .filter(name.hostname()::equals)
                .isPresent();
        if (kept && facts().hostname().equals(name.hostname())) {
            return UNCHANGED;
        }
        Answer answer = host.run("", List.of("hostnamectl", "set-hostname", name.hostname()));
        if (!answer.ok()) {
            throw new StepFailed("cannot set hostname %s: %s".formatted(name.hostname(), answer.output()));
        }
        return DONE;
    }

    private StepResult setPassword(Step.SetPassword password) throws IOException, StepFailed {
        if (!host.isReal()) {
            return files.perform(password);
        }
        if (files.root()
                .read("/etc/shadow")
                .filter(shadow -> shadow.lines()
                        .anyMatch(line -> line.startsWith(password.user() + ":" + password.passwordHash() + ":")))
                .isPresent()) {
            return UNCHANGED;
        }
        accounts.setPassword(password.user(), password.passwordHash());
        return DONE;
    }

    private StepResult restartNetwork(NetworkSetup network) throws IOException, StepFailed {
        for (NetworkSetup.UnitFile file : network.files()) {
            Optional<String> present = files.root().read(file.path());
            if (present.isEmpty() || !present.get().equals(file.content())) {
                takeDown(network);
                return DONE;
            }
        }
        return UNCHANGED;
    }

    /// networkd is restarted even where a module is missing, or the machine would stay unreachable.
    private void takeDown(NetworkSetup network) throws IOException, StepFailed {
        for (String nic : network.interfaces()) {
            if (Files.exists(files.root().resolve("/sys/class/net/" + nic))) {
                host.run("", List.of("ip", "link", "set", "dev", nic, "down"));
            }
        }
        for (List<String> module : network.modules()) {
            List<String> modprobe = new ArrayList<>(List.of("modprobe"));
            modprobe.addAll(module);
            Answer loaded = host.run("", modprobe);
            if (!loaded.ok()) {
                systemd.give(UnitCommand.RESTART, "systemd-networkd.service");
                throw new StepFailed("'%s' failed: %s".formatted(String.join(" ", modprobe), loaded.output()));
            }
        }
        systemd.give(UnitCommand.RESTART, "systemd-networkd.service");
    }

    private StepResult enable(Step.EnableUnit enable) throws IOException, StepFailed {
        if (!unitsChanged && systemd.isEnabled(enable.unit())) {
            return UNCHANGED;
        }
        if (!host.isReal()) {
            return files.perform(enable);
        }
        boolean before = systemd.isEnabled(enable.unit());
        systemd.enable(enable.unit(), enable.runtime());
        return before ? UNCHANGED : DONE;
    }

    private StepResult reload() throws IOException, StepFailed {
        if (!unitsChanged) {
            return UNCHANGED;
        }
        systemd.reload();
        return DONE;
    }

    private StepResult command(Step.CommandUnit step) throws IOException, StepFailed {
        UnitState state = systemd.state(step.unit());
        boolean needed =
                switch (step.command()) {
                    case START -> !state.isUp();
                    case STOP -> state.isUp();
                    case RESTART, RELOAD_OR_RESTART -> changed || !state.isUp();
                    case RELOAD -> changed;
                    case TRY_RESTART, RELOAD_OR_TRY_RESTART -> changed && state.isUp();
                };
        if (!needed) {
            return UNCHANGED;
        }
        if (state.isMissing() && host.isReal()) {
            if (step.reason().startsWith("coreos.update")) {
                return new StepResult.Left("there is no " + step.unit() + " on this machine");
            }
            throw new StepFailed("cannot %s: there is no unit file %s; give it content or correct its name"
                    .formatted(step.action(), step.unit()));
        }
        Answer answer = systemd.give(step.command(), step.unit());
        return answer.ok() ? DONE : new StepResult.Unheeded(answer.output().replace('\n', ' '));
    }

    private StepResult runScript(Step.RunScript script) throws IOException, StepFailed {
        StoredScript stored = StoredScript.in(files.workspace(), script.script());
        String marker = RUN_SCRIPTS + stored.unit();
        files.perform(script);
        if (files.root().read(marker).isPresent()) {
            return UNCHANGED;
        }
        // before it runs: a script that reboots the machine or breaks off must not run twice
        files.root().write(marker, Bytes.of(""), 0644, Ownership.ROOT);
        systemd.run(stored.unit(), stored.path());
        return DONE;
    }

    private static boolean isUnitFile(Step step) {
        return step instanceof Step.PlaceUnit
                || step instanceof Step.PlaceDropIn
                || step instanceof Step.MaskUnit
                || step instanceof Step.UnmaskUnit
                || (step instanceof Step.WriteFile file && file.path().contains("/systemd/"));
    }
}
