package io.muster.cloudconfig;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The steps that make of a machine what its user-data asks for, in order.
///
/// @param summary the plan in one line of `name=value` words
public record Plan(List<Step> steps, Optional<PlannedMember> member, String summary) {
    public Plan {
        steps = List.copyOf(steps);
    }

    /// One line a step, its reason behind it.
    @Override
    public String toString() {
        return steps.stream()
                .map(step -> step.action() + "  # " + step.reason() + "\n")
                .collect(Collectors.joining());
    }
}
