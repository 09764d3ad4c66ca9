package io.muster.agent;

import io.muster.agent.machine.Machine;
import io.muster.cloudconfig.Plan;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;

/// Makes a running system what its user-data asks for, and leaves a report of it, also of what was refused.
///
/// @param out hears each step; in a unit it is the journal
record Applying(Target target, InstantSource clock, PrintWriter out) {
    /// Reads the user-data.
    @FunctionalInterface
    interface Reading {
        Boot read() throws Refusal, InterruptedException;
    }

    /// Reads, plans and performs.
    ///
    /// @return the exit code
    int apply(Reading reading, SourceOptions how) throws Refusal, IOException, InterruptedException {
        Machine machine = target.machine();
        ReportFile file = new ReportFile(target.disk(), target.workspace());
        SavedReport saved = SavedReport.begun(clock);
        file.save(saved);
        Boot boot;
        try {
            boot = reading.read();
        } catch (Refusal refusal) {
            file.save(saved.refused(String.valueOf(refusal.getMessage()), clock));
            throw refusal;
        }
        Plan plan = boot.plan(machine.facts());
        saved = saved.planned(boot, plan);
        file.save(saved);
        out.println("plan: " + plan.summary());
        BootReport report;
        try {
            report = BootReport.perform(plan, machine, out::println);
        } catch (Refusal refusal) {
            file.save(saved.refused(String.valueOf(refusal.getMessage()), clock));
            throw refusal;
        }
        file.save(saved.ended(report, boot.trouble(), clock));
        return Outcome.exitCode(boot, report, how);
    }
}
