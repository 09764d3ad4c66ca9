package io.muster.cloudconfig;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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
        return findings.stream().anyMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /// One line a finding.
    public List<String> lines(String file) {
        return findings.stream().map(finding -> finding.line(file)).toList();
    }

    /// Collects findings while a document is read.
    static final class Builder {
        private final List<Finding> found = new ArrayList<>();

        void error(Position at, Code code, String sentence, String remedy) {
            found.add(new Finding(at, Severity.ERROR, code, sentence, remedy));
        }

        void warning(Position at, Code code, String sentence, String remedy) {
            found.add(new Finding(at, Severity.WARNING, code, sentence, remedy));
        }

        void info(Position at, Code code, String sentence, String remedy) {
            found.add(new Finding(at, Severity.INFO, code, sentence, remedy));
        }

        void addAll(Report other) {
            found.addAll(other.findings());
        }

        Report build() {
            return new Report(found);
        }
    }
}
