package io.muster.agent.machine;

import io.muster.cloudconfig.Facts;
import io.muster.cloudconfig.Step;
import java.io.IOException;

/// A system that steps can be performed on. For one thread.
public interface Machine {
    /// What it is now.
    ///
    /// @throws IOException when it cannot be looked at
    Facts facts() throws IOException;

    /// Performs one step, or finds that nothing is to be done.
    ///
    /// @throws StepFailed when the step cannot be done; it has then changed nothing
    StepResult perform(Step step) throws StepFailed;
}
