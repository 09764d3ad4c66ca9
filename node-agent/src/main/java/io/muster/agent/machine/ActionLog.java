package io.muster.agent.machine;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.cloudconfig.Facts;
import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A machine that also notes, one JSON object a line, what a running system would have been told to do and a folder
/// cannot show.
///
/// @param file to which the lines are added
public record ActionLog(Machine machine, Path file) implements Machine {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Facts facts() throws IOException {
        return machine.facts();
    }

    @Override
    public Optional<String> obstacle(Plan plan) throws IOException {
        return machine.obstacle(plan);
    }

    @Override
    public StepResult perform(Step step) throws StepFailed {
        StepResult result = machine.perform(step);
        action(step).ifPresent(this::note);
        return result;
    }

    private static Optional<Map<String, String>> action(Step step) {
        return Optional.ofNullable(
                switch (step) {
                    case Step.SetHostname name -> action("set-hostname", "hostname", name.hostname());
                    case Step.AddUser add ->
                        action("useradd", "name", add.user().name());
                    case Step.AuthorizeKeys keys ->
                        action("authorize-keys", "user", keys.user(), "name", keys.keyName());
                    case Step.EnableUnit unit -> action("enable", "unit", unit.unit());
                    case Step.ReloadUnits reload -> action("daemon-reload");
                    case Step.CommandUnit unit ->
                        action(
                                "command",
                                "unit",
                                unit.unit(),
                                "command",
                                unit.command().toString());
                    case Step.RestartNetwork network ->
                        action("command", "unit", "systemd-networkd.service", "command", "restart");
                    case Step.RunScript script -> action("run-script");
                    case Step.SetPassword _,
                            Step.WriteFile _,
                            Step.PlaceUnit _,
                            Step.PlaceDropIn _,
                            Step.MaskUnit _,
                            Step.UnmaskUnit _ -> null;
                });
    }

    private static Map<String, String> action(String name, String... fields) {
        Map<String, String> action = new LinkedHashMap<>(Map.of("op", name));
        for (int i = 0; i < fields.length; i += 2) {
            action.put(fields[i], fields[i + 1]);
        }
        return action;
    }

    private void note(Map<String, String> action) {
        try {
            Files.write(
                    file,
                    List.of(JSON.writeValueAsString(action)),
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot note an action in " + file, e);
        }
    }
}
