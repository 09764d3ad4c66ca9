package io.muster.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.muster.agent.machine.Root;
import io.muster.cloudconfig.Bytes;
import java.io.IOException;
import java.util.Optional;

/// Where the report of a boot is kept: below /run as long as that boot lasts, and in the workspace until the next one.
/// Only root may read it, for findings quote the user-data.
///
/// @param root of the system
/// @param workspace on it
record ReportFile(Root root, String workspace) {
    private static final String CURRENT = "/run/muster/boot-report.json";

    void save(SavedReport report) throws IOException {
        Bytes json = Bytes.of(report.json());
        root.writeSecret(CURRENT, json);
        root.writeSecret(workspace + "/boot-report.json", json);
    }

    /// The report of this boot; empty while there is none.
    Optional<SavedReport> current() throws IOException {
        Optional<String> text = root.read(CURRENT);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(SavedReport.parse(text.get()));
        } catch (JsonProcessingException e) {
            throw new IOException("%s is no report: %s".formatted(CURRENT, e.getOriginalMessage()), e);
        }
    }
}
