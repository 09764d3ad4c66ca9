package io.muster.agent;

import io.muster.agent.machine.Machine;
import io.muster.agent.machine.StepFailed;
import io.muster.agent.machine.StepResult;
import io.muster.cloudconfig.Facts;
import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A machine that only remembers what it was told to do. Hostnames with a space are more than it can take.
final class RecordingMachine implements Machine {
    private final List<Step> steps = new ArrayList<>();

    List<Step> steps() {
        return List.copyOf(steps);
    }

    @Override
    public Facts facts() {
        return new Facts("localhost", Set.of("core"), "0123", null, null, Set.of());
    }

    @Override
    public Optional<String> obstacle(Plan plan) {
        return Optional.empty();
    }

    @Override
    public StepResult perform(Step step) throws StepFailed {
        if (step instanceof Step.SetHostname name && name.hostname().contains(" ")) {
            throw new StepFailed("no");
        }
        steps.add(step);
        return new StepResult.Done();
    }
}
