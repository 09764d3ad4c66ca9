package io.muster.agent;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/// One run of a command line and what came of it.
record Agent(int exitCode, String output, String errors) {
    static Agent run(String... args) {
        return run(NodeAgent::run, args);
    }

    static Agent cloudinit(String... args) {
        return run(CoreosCloudinit::run, args);
    }

    interface Program {
        int run(List<String> args, PrintWriter out, PrintWriter err);
    }

    static Agent run(Program program, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = program.run(List.of(args), new PrintWriter(out, true), new PrintWriter(err, true));
        return new Agent(exitCode, out.toString(), err.toString());
    }
}
