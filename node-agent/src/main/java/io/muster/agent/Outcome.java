package io.muster.agent;

/// What a command ends with once the plan has been performed.
final class Outcome {
    private Outcome() {}

    /// @throws Refusal when the user-data was no good and that is not to be ignored
    static int exitCode(Boot boot, SourceOptions how) throws Refusal {
        if (boot.trouble().isPresent() && !how.ignoresFailure()) {
            throw new Refusal(boot.trouble().get());
        }
        return 0;
    }

    /// @throws Refusal also when the plan was not performed to its end
    static int exitCode(Boot boot, BootReport report, SourceOptions how) throws Refusal {
        if (report.failure().isPresent()) {
            throw new Refusal(report.failure().get() + "; steps above are done and stay so");
        }
        return exitCode(boot, how);
    }
}
