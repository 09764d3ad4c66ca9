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
///
/// @param failure why the plan was not performed to its end
record BootReport(List<Entry> entries, Optional<String> failure) {
    BootReport {
        entries = List.copyOf(entries);
    }

    /// Performs a plan that nothing seems to stand in the way of. The first step that fails all the same ends it; what
    /// was done before stays done.
    ///
    /// @param told each entry as it happens
    static BootReport perform(Plan plan, Machine machine, Consumer<Entry> told) throws Refusal, IOException {
        Optional<String> obstacle = machine.obstacle(plan);
        if (obstacle.isPresent()) {
            throw new Refusal(obstacle.get() + "; nothing was changed");
        }
        List<Entry> entries = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        for (Step step : plan.steps()) {
            Entry entry;
            if (failure.isPresent()) {
                entry = Entry.of(step, Word.NOT_REACHED, "");
            } else {
                try {
                    entry = Entry.of(step, machine.perform(step));
                } catch (StepFailed e) {
                    entry = Entry.of(step, Word.FAILED, String.valueOf(e.getMessage()));
                    failure = Optional.of(entry.detail());
                }
            }
            entries.add(entry);
            told.accept(entry);
        }
        return new BootReport(entries, failure);
    }

    /// How a step ended.
    enum Word {
        DONE("done"),
        UNCHANGED("unchanged"),
        LEFT("left"),
        UNHEEDED("unheeded"),
        FAILED("failed"),
        NOT_REACHED("not reached");

        private final String text;

        Word(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// @param detail why, empty where the result says it all
    record Entry(Word result, String step, String reason, String detail) {
        private static Entry of(Step step, StepResult result) {
            return switch (result) {
                case StepResult.Done done -> of(step, Word.DONE, "");
                case StepResult.Unchanged unchanged -> of(step, Word.UNCHANGED, "");
                case StepResult.Left left -> of(step, Word.LEFT, left.why());
                case StepResult.Unheeded unheeded -> of(step, Word.UNHEEDED, unheeded.why());
            };
        }

        private static Entry of(Step step, Word result, String detail) {
            return new Entry(result, step.action(), step.reason(), detail);
        }

        /// One line for people: the result, the step, its reason.
        @Override
        public String toString() {
            return line(result.toString(), step, reason, detail);
        }

        static String line(String result, String step, String reason, String detail) {
            return "%-10s %s  # %s%s".formatted(result, step, reason, detail.isEmpty() ? "" : ": " + detail);
        }
    }
}
