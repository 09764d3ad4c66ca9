package io.muster.bench.fuzz;

import java.util.List;

/// A step whose answers differ without an explanation.
///
/// @param steps the script up to and with that step
/// @param sent the requests as they were sent
record Finding(List<Step> steps, List<Step.Request> sent, List<Difference> differences, Both<Answer> answers) {
    Finding {
        steps = List.copyOf(steps);
        sent = List.copyOf(sent);
        differences = List.copyOf(differences);
    }

    /// Whether the other is about one of the same fields: probably the same difference found again.
    boolean resembles(Finding other) {
        return differences.stream().anyMatch(d -> other.differences.stream()
                .anyMatch(o -> o.field().equals(d.field())
                        && o.operation().method().equals(d.operation().method())));
    }

    /// The script as commands for a shell where `$server` is the base of a server, then what the two answered.
    String report() {
        StringBuilder text = new StringBuilder();
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
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        String verb = request.method().equals("HEAD") ? "-I" : "-X " + request.method();
        String form = request.form().isEmpty() ? "" : " -d '" + request.form() + "'";
        String held = request.has("wait=true") ? " &" : "";
        return "curl --path-as-is -si " + verb + " \"$server\"'" + request.target() + query + "'" + form + held;
    }
}
