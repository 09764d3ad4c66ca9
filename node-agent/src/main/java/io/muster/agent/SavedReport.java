package io.muster.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.PlannedMember;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is kept of a boot: a JSON object for programs, lines for people.
///
/// @param state `running`, `applied` or `failed`
/// @param source of the user-data
/// @param started when the boot began, ISO 8601 in UTC; `finished` is null while it goes on
/// @param findings of the user-data, one line each
/// @param message why it failed, empty when it did not
/// @param member the name of the member that this machine is to run, null for none
/// @param discovery where that member registers, null for nowhere
record SavedReport(
        String state,
        String source,
        String started,
        @Nullable String finished,
        List<String> findings,
        List<SavedStep> steps,
        String message,
        @Nullable String member,
        @Nullable String discovery) {
    static final String RUNNING = "running";
    static final String APPLIED = "applied";
    static final String FAILED = "failed";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();

    SavedReport {
        findings = List.copyOf(findings);
        steps = List.copyOf(steps);
    }

    /// @param result as [BootReport.Word] spells it
    record SavedStep(String result, String step, String reason, String detail) {
        static SavedStep of(BootReport.Entry entry) {
            return new SavedStep(entry.result().toString(), entry.step(), entry.reason(), entry.detail());
        }

        @Override
        public String toString() {
            return BootReport.Entry.line(result, step, reason, detail);
        }
    }

    /// A boot that has begun.
    static SavedReport begun(InstantSource clock) {
        return new SavedReport(RUNNING, "", now(clock), null, List.of(), List.of(), "", null, null);
    }

    private static String now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// The same boot, ended before anything was done.
    SavedReport refused(String why, InstantSource clock) {
        return new SavedReport(FAILED, source, started, now(clock), findings, steps, why, member, discovery);
    }

    /// The same boot, knowing what is to be done.
    SavedReport planned(Boot boot, Plan plan) {
        List<String> lines = boot.findings().stream()
                .map(finding -> finding.line(boot.source()))
                .toList();
        Optional<PlannedMember> runs = plan.member();
        String name = runs.map(PlannedMember::name).orElse(null);
        String registry =
                runs.flatMap(planned -> planned.options().get("discovery")).orElse(null);
        return new SavedReport(RUNNING, boot.source(), started, null, lines, steps, message, name, registry);
    }

    /// The same boot at its end.
    SavedReport ended(BootReport report, Optional<String> trouble, InstantSource clock) {
        List<SavedStep> done = report.entries().stream().map(SavedStep::of).toList();
        String why = report.failure().or(() -> trouble).orElse("");
        return new SavedReport(
                why.isEmpty() ? APPLIED : FAILED, source, started, now(clock), findings, done, why, member, discovery);
    }

    String json() {
        try {
            return JSON.writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that cannot be written", e);
        }
    }

    /// @throws JsonProcessingException when the text is none
    static SavedReport parse(String text) throws JsonProcessingException {
        return JSON.readValue(text, SavedReport.class);
    }

    /// For people: the outcome first, then what was found and done.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("%-10s %s, %s%s"
                .formatted(
                        state,
                        source.isEmpty() ? "no source" : "from " + source,
                        started,
                        finished == null ? "" : " to " + finished));
        if (!message.isEmpty()) {
            lines.add("because    " + message);
        }
        lines.addAll(findings);
        steps.forEach(step -> lines.add(step.toString()));
        return lines;
    }

    /// For the page of a token, which strangers may read: no findings, since they quote the user-data.
    String publicText(int maxBytes) {
        StringBuilder text = new StringBuilder(lines().getFirst()).append('\n');
        for (SavedStep step : steps) {
            String line = "%-10s %s\n".formatted(step.result(), step.step());
            // a step's line may be any text; four bytes a character at most
            if ((text.length() + line.length()) * 4 > maxBytes) {
                return text.append("...\n").toString();
            }
            text.append(line);
        }
        return text.toString();
    }
}
