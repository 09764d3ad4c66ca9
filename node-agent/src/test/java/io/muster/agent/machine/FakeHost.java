package io.muster.agent.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A system whose programs only note that they were run. It knows one unit file for each name it was told of.
public final class FakeHost implements Host {
    private final List<String> commands = new ArrayList<>();
    private final Map<String, String> active = new HashMap<>();
    private final Map<String, String> failing = new HashMap<>();

    /// A unit that is there, `active` or `inactive`.
    public FakeHost unit(String name, String state) {
        active.put(name, state);
        return this;
    }

    /// Commands that begin so fail with this output.
    public FakeHost failing(String beginning, String output) {
        failing.put(beginning, output);
        return this;
    }

    /// The commands since the last call.
    public List<String> drain() {
        List<String> drained = List.copyOf(commands);
        commands.clear();
        return drained;
    }

    @Override
    public Answer run(String input, List<String> command) {
        String line = String.join(" ", command) + (input.isEmpty() ? "" : " < " + input.strip());
        commands.add(line);
        for (Map.Entry<String, String> each : failing.entrySet()) {
            if (line.startsWith(each.getKey())) {
                return new Answer(1, each.getValue());
            }
        }
        if (command.getFirst().equals("systemctl")) {
            String verb = command.stream()
                    .skip(1)
                    .filter(word -> !word.startsWith("-"))
                    .findFirst()
                    .orElse("");
            if (verb.equals("start") || verb.equals("restart")) {
                active.replace(command.getLast(), "active");
            } else if (verb.equals("stop")) {
                active.replace(command.getLast(), "inactive");
            }
        }
        return new Answer(0, "");
    }

    @Override
    public Answer ask(List<String> command) {
        if (command.contains("is-enabled")) {
            return new Answer(1, "");
        }
        String state = active.get(command.getLast());
        return new Answer(
                0,
                "LoadState=%s\nActiveState=%s"
                        .formatted(state == null ? "not-found" : "loaded", state == null ? "inactive" : state));
    }

    @Override
    public boolean isReal() {
        return true;
    }
}
