package io.muster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.Step;
import io.muster.cloudconfig.UnitCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BootReportTest {
    private static final Step NAME = new Step.SetHostname("a", "hostname");
    private static final Step BAD = new Step.SetHostname("a b", "hostname");
    private static final Step START = new Step.CommandUnit("etcd2.service", UnitCommand.START, "coreos.units[0]");

    private final RecordingMachine machine = new RecordingMachine();
    private final List<String> told = new ArrayList<>();

    @Test
    void stepsAreDoneInOrderAndToldWithTheirReason() throws Refusal, IOException {
        BootReport report = BootReport.perform(plan(NAME, START), machine, entry -> told.add(entry.toString()));

        assertEquals(List.of(NAME, START), machine.steps());
        assertEquals(
                List.of("done       set hostname a  # hostname", "done       start etcd2.service  # coreos.units[0]"),
                told);
        assertEquals(2, report.entries().size());
        assertEquals(Optional.empty(), report.failure());
    }

    @Test
    void theFirstFailureEndsThePlanAndTheRestIsToldAsNotReached() throws Refusal, IOException {
        BootReport report = BootReport.perform(plan(NAME, BAD, START), machine, entry -> told.add(entry.toString()));

        assertEquals(List.of(NAME), machine.steps());
        assertEquals(Optional.of("no"), report.failure());
        assertEquals(
                List.of(
                        "done       set hostname a  # hostname",
                        "failed     set hostname a b  # hostname: no",
                        "not reached start etcd2.service  # coreos.units[0]"),
                told);
    }

    private static Plan plan(Step... steps) {
        return new Plan(List.of(steps), Optional.empty(), "");
    }
}
