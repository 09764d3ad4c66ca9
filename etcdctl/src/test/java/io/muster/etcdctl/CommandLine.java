package io.muster.etcdctl;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One run of the program in this process.
record CommandLine(int exitCode, String out, String err) {

    static CommandLine run(Map<String, String> env, String stdin, List<String> args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        // the presets of one and five seconds are too short for a busy build machine; what a test gives comes later
        List<String> patient = new ArrayList<>();
        if (!"3".equals(env.get("ETCDCTL_API"))) {
            patient.addAll(List.of("--timeout=20s", "--total-timeout=20s"));
        }
        patient.addAll(args);
        int code = Etcdctl.run(
                patient,
                env,
                new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        return new CommandLine(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
