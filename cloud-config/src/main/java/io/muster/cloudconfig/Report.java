package io.muster.cloudconfig;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything found in one document, in the order of the document.
public record Report(List<Finding> findings) {
    /// Nothing found.
    public static final Report CLEAN = new Report(List.of());

    public Report {
        findings = findings.stream()
                .distinct()
                .sorted(Comparator.comparing(Finding::at).thenComparing(Finding::severity))
                .toList();
    }

    /// True when the document must not be applied.
    public boolean hasErrors() {
        return count(Severity.ERROR) > 0;
    }

    /// How many findings are of this severity.
    public long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /// The lines of each finding.
    public List<String> lines(String file) {
        return findings.stream()
                .flatMap(finding -> finding.lines(file).stream())
                .toList();
    }

    /// Collects findings while a document is read.
    static final class Builder {
        private final List<Finding> found = new ArrayList<>();

        void error(Position at, Code code, String sentence, String remedy) {
            error(at, code, sentence, remedy, null);
        }

        /// @param original what coreos-cloudinit says of the same thing
        void error(Position at, Code code, String sentence, String remedy, @Nullable String original) {
            found.add(new Finding(at, Severity.ERROR, code, sentence, remedy, original));
        }

        void warning(Position at, Code code, String sentence, String remedy) {
            warning(at, code, sentence, remedy, null);
        }

        /// @param original what coreos-cloudinit says of the same thing
        void warning(Position at, Code code, String sentence, String remedy, @Nullable String original) {
            found.add(new Finding(at, Severity.WARNING, code, sentence, remedy, original));
        }

        void info(Position at, Code code, String sentence, String remedy) {
            info(at, code, sentence, remedy, null);
        }

        /// @param original what coreos-cloudinit says of the same thing
        void info(Position at, Code code, String sentence, String remedy, @Nullable String original) {
            found.add(new Finding(at, Severity.INFO, code, sentence, remedy, original));
        }

        void addAll(Report other) {
            found.addAll(other.findings());
        }

        boolean hasErrors() {
            return found.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
        }

        Report build() {
            return new Report(found);
        }
    }
}
