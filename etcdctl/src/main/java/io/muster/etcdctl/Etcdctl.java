package io.muster.etcdctl;

import io.muster.etcdctl.Arguments.BadFlag;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The `etcdctl` command.
public final class Etcdctl {
    private final Map<String, String> env;
    private final Terminal terminal;

    private Etcdctl(Map<String, String> env, Terminal terminal) {
        this.env = env;
        this.terminal = terminal;
    }

    public static void main(String[] args) {
        PrintStream out = stream(FileDescriptor.out);
        PrintStream err = stream(FileDescriptor.err);
        int code = run(List.of(args), System.getenv(), System.in, out, err);
        // everything is flushed; exit would first look for a logger to tell of itself
        Runtime.getRuntime().halt(code);
    }

    /// Performs one command line.
    ///
    /// @param args without the program's name
    /// @param env where `ETCDCTL_*` variables are looked up
    /// @return the exit code
    public static int run(
            List<String> args, Map<String, String> env, InputStream in, PrintStream out, PrintStream err) {
        Terminal terminal = new Terminal(in, out, err, Palette.ofProcess());
        try {
            return new Etcdctl(env, terminal).perform(args).number();
        } catch (Stop e) {
            terminal.complain(e.lines());
            return e.code().number();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.BAD_ARGUMENTS.number();
        } finally {
            out.flush();
            err.flush();
        }
    }

    private ExitCode perform(List<String> args) throws Stop, InterruptedException {
        refuseWhatIsNotUnderstood(args);
        if ("3".equals(env.get("ETCDCTL_API"))) {
            return new ThirdApi(env, terminal).perform(args);
        }
        Arguments line;
        try {
            line = Arguments.leading(Globals.FLAGS, args);
        } catch (BadFlag e) {
            return incorrectUsage(e, Help.program());
        }
        if (line.on(Globals.VERSION)) {
            return show("etcdctl version " + version() + "\n");
        }
        List<String> words = line.words();
        if (line.on(Globals.HELP) || words.isEmpty()) {
            return show(Help.program());
        }
        return switch (words.getFirst()) {
            case "help", "h" -> help(words.subList(1, words.size()));
            default -> verb(line, words, Verbs.ALL, "");
        };
    }

    private ExitCode verb(Arguments globals, List<String> words, List<Verb> verbs, String path)
            throws Stop, InterruptedException {
        String name = words.getFirst();
        List<String> rest = words.subList(1, words.size());
        Verb verb = Verb.named(name, verbs);
        if (verb == null) {
            return show("No help topic for '" + name + "'\n");
        }
        if (verb instanceof Verb.Group group) {
            return rest.isEmpty() || isHelp(rest.getFirst())
                    ? show(Help.verb(path + name, group))
                    : verb(globals, rest, group.verbs(), path + name + " ");
        }
        return leaf(globals, (Verb.Leaf) verb, rest, path + name);
    }

    private ExitCode leaf(Arguments globals, Verb.Leaf leaf, List<String> rest, String path)
            throws Stop, InterruptedException {
        List<Flag> flags = new ArrayList<>(leaf.flags());
        flags.add(Globals.HELP);
        Arguments line;
        try {
            line = Arguments.everywhere(flags, rest);
        } catch (BadFlag e) {
            return incorrectUsage(e, Help.verb(path, leaf));
        }
        if (line.on(Globals.HELP)) {
            return show(Help.verb(path, leaf));
        }
        Globals options = Globals.read(globals, env);
        Subcommand subcommand = leaf.reader().read(line, terminal);
        return new Session(options, terminal).perform(subcommand);
    }

    private ExitCode help(List<String> words) {
        List<Verb> verbs = Verbs.ALL;
        String text = Help.program();
        String path = "";
        for (String word : words) {
            Verb verb = Verb.named(word, verbs);
            if (verb == null) {
                return show("No help topic for '" + word + "'\n");
            }
            path = path.isEmpty() ? word : path + " " + word;
            text = Help.verb(path, verb);
            verbs = verb instanceof Verb.Group group ? group.verbs() : List.of();
        }
        return show(text);
    }

    // Exit code 0 and standard output, as scripts know it from 2.3.8.
    private ExitCode incorrectUsage(BadFlag fault, String help) {
        return show("Incorrect Usage.\n\n" + fault.getMessage() + "\n\n" + help);
    }

    private ExitCode show(String text) {
        terminal.out().print(text);
        return ExitCode.OK;
    }

    private void refuseWhatIsNotUnderstood(List<String> args) throws Stop {
        if (!"UTF-8".equals(System.getProperty("sun.jnu.encoding"))
                && args.stream().anyMatch(arg -> arg.indexOf('\uFFFD') >= 0)) {
            throw new Stop(
                    ExitCode.BAD_ARGUMENTS,
                    "an argument holds characters that this locale cannot tell: set LC_ALL=C.UTF-8");
        }
    }

    private static boolean isHelp(String word) {
        return switch (word) {
            case "help", "h", "--help", "-help", "-h" -> true;
            default -> false;
        };
    }

    private static String version() {
        try (InputStream text = Etcdctl.class.getResourceAsStream("version.txt")) {
            return text == null ? "unknown" : new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
    }
}
