package io.muster.agent;

import io.muster.agent.machine.Machine;
import io.muster.agent.machine.StepFailed;
import io.muster.agent.machine.StepResult;
import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What came of each step of a plan.
record BootReport(List<Entry> entries) {
    BootReport {
        entries = List.copyOf(entries);
    }

    /// Performs a plan that nothing seems to stand in the way of. The first step that fails all the same ends it; what
    /// was done before stays done.
    ///
    /// @param told each entry as it happens
    static BootReport perform(Plan plan, Machine machine, Consumer<Entry> told)
            throws StepFailed, Refusal, IOException {
        Optional<String> obstacle = machine.obstacle(plan);
        if (obstacle.isPresent()) {
            throw new Refusal(obstacle.get() + "; nothing was changed");
        }
        List<Entry> entries = new ArrayList<>();
        for (Step step : plan.steps()) {
            Entry entry = new Entry(step, machine.perform(step));
            entries.add(entry);
            told.accept(entry);
        }
        return new BootReport(entries);
    }

    record Entry(Step step, StepResult result) {
        /// One line for people: the result, the step, its reason.
        @Override
        public String toString() {
            return switch (result) {
                case StepResult.Done done -> "done       " + step.line();
                case StepResult.Unchanged unchanged -> "unchanged  " + step.line();
                case StepResult.Left left -> "left       " + step.line() + ": " + left.why();
            };
        }
    }
}
