package io.muster.agent.machine;

/// What came of a step.
public sealed interface StepResult {
    /// The machine was changed.
    record Done() implements StepResult {}

    /// It was so already.
    record Unchanged() implements StepResult {}

    /// Nothing was done, because this machine has no means for it.
    record Left(String why) implements StepResult {}

    /// The command was given and the unit did not follow; a boot goes on.
    record Unheeded(String why) implements StepResult {}
}
