package io.muster.bench.fuzz;

import java.util.List;

/// A step whose answers differ without an explanation.
///
/// @param steps the script up to and with that step
/// @param sent the requests as they were sent
/// @param again whether it shows again when the script is run again
record Finding(
        List<Step> steps, List<Step.Request> sent, List<Difference> differences, Both<Answer> answers, boolean again) {
    Finding(List<Step> steps, List<Step.Request> sent, List<Difference> differences, Both<Answer> answers) {
        this(steps, sent, differences, answers, true);
    }

    Finding {
        steps = List.copyOf(steps);
        sent = List.copyOf(sent);
        differences = List.copyOf(differences);
    }

    /// The same, known not to show again.
    Finding unstable() {
        return new Finding(steps, sent, differences, answers, false);
    }

    /// Whether the other is about one of the same fields: probably the same difference found again.
    boolean resembles(Finding other) {
        return differences.stream().anyMatch(d -> other.differences.stream()
                .anyMatch(o -> o.field().equals(d.field())
                        && o.operation().method().equals(d.operation().method())));
    }

    /// The script as commands for a shell where `$server` is the base of a server, then what the two answered.
    String report() {
        StringBuilder text = new StringBuilder(again ? "" : "it did not show again; the whole script:\n");
        sent.forEach(request -> text.append(command(request)).append('\n'));
        text.append("the answers to: ")
                .append(command(differences.getFirst().operation()))
                .append('\n');
        differences.forEach(d -> text.append("  differ in ").append(d).append('\n'));
        text.append("  ours: ").append(answers.ours()).append('\n');
        text.append("  etcd: ").append(answers.reference()).append('\n');
        return text.toString();
    }

    private static String command(Step.Request request) {
        Manner manner = request.manner();
        StringBuilder command = new StringBuilder("curl --path-as-is -si ");
        command.append(request.method().equals("HEAD") ? "-I" : "-X " + request.method());
        if (manner == Manner.OLD_VERSION) {
            command.append(" --http1.0");
        }
        command.append(" \"$server\"'").append(request.line()).append('\'');
        if (!request.form().isEmpty()) {
            if (manner == Manner.CHUNKED) {
                command.append(" -H 'Transfer-Encoding: chunked'");
            } else if (manner == Manner.EXPECT_CONTINUE) {
                command.append(" -H 'Expect: 100-continue'");
            }
            command.append(" -H 'Content-Type: ")
                    .append(manner.type().orElse(""))
                    .append('\'');
            command.append(" --data-binary $'")
                    .append(manner.body(request.form()).replace("\r\n", "\\r\\n"))
                    .append('\'');
        }
        return command.append(request.has("wait=true") ? " &" : "").toString();
    }
}
