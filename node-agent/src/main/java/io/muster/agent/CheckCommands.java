package io.muster.agent;

import io.muster.cloudconfig.Explanation;
import io.muster.cloudconfig.JsonSchema;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The commands that look at user-data and at nothing else: `validate`, `explain` and `schema`.
///
/// Editors and build servers run them over and over, so they keep apart from the rest of the agent: neither its parser
/// of command lines nor its server is loaded, and the launcher gives them a class path and a class-data archive of
/// their own.
final class CheckCommands {
    static final String USAGE = """
            Commands that only look at user-data:
              validate [OPTIONS] FILE...  check user-data and change nothing; - is standard input
                --format=text|json|sarif  how findings are written (text: FILE:LINE:COL: severity: ...)
                --strict                  exit 2 when there are warnings
                --private-ipv4=IP, --public-ipv4=IP, --private-ipv6=IP, --public-ipv6=IP
                                          the machine's addresses: reports those that are used and not known
                --machines=N              how many machines boot from it: compared with the cluster's size
                --online                  asks the discovery service for the size of the token
              explain [KEY | CODE]        what a key such as coreos.etcd2.discovery, or the code of a finding, means
              schema                      the JSON Schema of a document, for editors
            Exit codes of validate: 0 nothing wrong or warnings alone, 1 errors, 2 warnings under --strict or a
            command line that cannot be read.
            """;

    private final PrintWriter out;
    private final PrintWriter err;

    private CheckCommands(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, false, StandardCharsets.UTF_8);
        int status = run(List.of(args), out, err);
        out.flush();
        err.flush();
        System.exit(status);
    }

    /// Whether a command line names one of these commands.
    static boolean knows(List<String> args) {
        return !args.isEmpty() && List.of("validate", "explain", "schema").contains(args.getFirst());
    }

    /// Runs one command line and returns the exit code.
    static int run(List<String> args, PrintWriter out, PrintWriter err) {
        return new CheckCommands(out, err).run(args.getFirst(), args.subList(1, args.size()));
    }

    private int run(String command, List<String> args) {
        try {
            if (args.contains("--help") || args.contains("-h")) {
                out.print(USAGE);
                return 0;
            }
            return switch (command) {
                case "validate" -> new ValidateCommand(CheckArguments.read(args), out).run();
                case "explain" -> explain(args);
                default -> schema(args);
            };
        } catch (CheckArguments.Misused e) {
            err.println("node-agent: %s; node-agent %s --help lists what there is".formatted(e.getMessage(), command));
            return 2;
        } catch (Refusal e) {
            err.println("node-agent: " + e.getMessage());
            return 1;
        }
    }

    private int explain(List<String> args) throws CheckArguments.Misused {
        if (args.isEmpty()) {
            out.print(Explanation.overview());
            return 0;
        }
        if (args.size() > 1) {
            throw new CheckArguments.Misused("explain takes one key or code, not '%s' too".formatted(args.get(1)));
        }
        return switch (Explanation.of(args.getFirst())) {
            case Explanation.Answer.Known known -> {
                out.print(known.text());
                yield 0;
            }
            case Explanation.Answer.Unknown unknown -> {
                err.println("node-agent: " + unknown.reason());
                yield 1;
            }
        };
    }

    private int schema(List<String> args) throws CheckArguments.Misused {
        if (!args.isEmpty()) {
            throw new CheckArguments.Misused("schema takes no '%s'".formatted(args.getFirst()));
        }
        out.print(JsonSchema.text());
        return 0;
    }
}
