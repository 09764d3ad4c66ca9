package io.muster.cloudconfig;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How the findings in some files are written down.
public enum ReportFormat {
    /// One line a finding, nothing where there is none.
    TEXT {
        @Override
        public String print(List<Checked> files) {
            return files.stream()
                    .flatMap(file -> file.report().lines(file.name()).stream())
                    .map(line -> line + "\n")
                    .collect(Collectors.joining());
        }
    },
    /// An object with `findings`, and how many there are of each severity.
    JSON {
        @Override
        public String print(List<Checked> files) {
            return JsonText.of(json -> plain(json, files));
        }
    },
    /// SARIF 2.1.0, which editors and code hosts show beside the text.
    SARIF {
        @Override
        public String print(List<Checked> files) {
            return JsonText.of(json -> sarif(json, files));
        }
    };

    private static final List<Code> CODES = List.of(Code.values());

    /// A file that was looked at.
    ///
    /// @param name as the user wrote it
    /// @param uri where it lies: relative, or with `file:`
    public record Checked(String name, String uri, Report report) {}

    /// What all of them say, with a line break at the end unless it is nothing.
    public abstract String print(List<Checked> files);

    /// The word on a command line.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static void plain(JsonGenerator json, List<Checked> files) throws IOException {
        json.writeStartObject();
        for (Severity severity : Severity.values()) {
            json.writeNumberField(
                    severity + "s",
                    files.stream()
                            .mapToLong(file -> file.report().count(severity))
                            .sum());
        }
        json.writeArrayFieldStart("findings");
        for (Checked file : files) {
            for (Finding finding : file.report().findings()) {
                json.writeStartObject();
                json.writeStringField("file", file.name());
                json.writeNumberField("line", finding.at().line());
                json.writeNumberField("column", finding.at().column());
                json.writeStringField("severity", finding.severity().toString());
                json.writeStringField("code", finding.code().toString());
                json.writeStringField("sentence", finding.sentence());
                json.writeStringField("remedy", finding.remedy());
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void sarif(JsonGenerator json, List<Checked> files) throws IOException {
        json.writeStartObject();
        json.writeStringField("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.writeStringField("version", "2.1.0");
        json.writeArrayFieldStart("runs");
        json.writeStartObject();
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", "muster node-agent");
        json.writeArrayFieldStart("rules");
        for (Code code : CODES) {
            json.writeStartObject();
            json.writeStringField("id", code.toString());
            text(json, "shortDescription", code.meaning());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
        json.writeStringField("columnKind", "unicodeCodePoints");
        json.writeArrayFieldStart("results");
        for (Checked file : files) {
            for (Finding finding : file.report().findings()) {
                result(json, file.uri(), finding);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void result(JsonGenerator json, String uri, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("ruleId", finding.code().toString());
        json.writeNumberField("ruleIndex", CODES.indexOf(finding.code()));
        json.writeStringField(
                "level",
                switch (finding.severity()) {
                    case ERROR -> "error";
                    case WARNING -> "warning";
                    case INFO -> "note";
                });
        text(json, "message", finding.text());
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri);
        json.writeEndObject();
        json.writeObjectFieldStart("region");
        json.writeNumberField("startLine", finding.at().line());
        json.writeNumberField("startColumn", finding.at().column());
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String field, String text) throws IOException {
        json.writeObjectFieldStart(field);
        json.writeStringField("text", text);
        json.writeEndObject();
    }
}
