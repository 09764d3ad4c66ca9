package io.muster.agent.machine;

import io.muster.cloudconfig.Facts;
import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.Step;
import java.io.IOException;
import java.util.Optional;

/// A system that steps can be performed on. For one thread.
public interface Machine {
    /// What it is now.
    ///
    /// @throws IOException when it cannot be looked at
    Facts facts() throws IOException;

    /// Why a plan could not be performed to its end, as far as that can be seen before its first step; a machine that
    /// is half made is worse than one that was left alone.
    ///
    /// @throws IOException when the system cannot be looked at
    Optional<String> obstacle(Plan plan) throws IOException;

    /// Performs one step, or finds that nothing is to be done.
    ///
    /// @throws StepFailed when the step cannot be done; it has then changed nothing
    StepResult perform(Step step) throws StepFailed;
}
