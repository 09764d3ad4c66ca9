package io.muster.cloudconfig;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The steps that make of a machine what its user-data asks for, in order.
///
/// @param summary the plan in one line of `name=value` words
public record Plan(List<Step> steps, Optional<PlannedMember> member, String summary) {
    /// Leaves the machine as it is.
    public static final Plan NOTHING = new Plan(List.of(), Optional.empty(), "nothing");

    public Plan {
        steps = List.copyOf(steps);
    }

    /// The same plan with other steps before it.
    public Plan after(List<Step> first) {
        return new Plan(Stream.concat(first.stream(), steps.stream()).toList(), member, summary);
    }

    /// The same plan with one more step at its end.
    public Plan then(Step last, String newSummary) {
        return new Plan(Stream.concat(steps.stream(), Stream.of(last)).toList(), member, newSummary);
    }

    /// One line a step, its reason behind it.
    @Override
    public String toString() {
        return steps.stream().map(step -> step.line() + "\n").collect(Collectors.joining());
    }
}
