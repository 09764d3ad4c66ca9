package io.muster.etcdctl;

import java.util.ArrayList;
import java.util.List;

/// Help in text: for the program, for a group of commands, for one command.
final class Help {
    private Help() {}

    static String program() {
        return "etcdctl reads and changes the v2 keyspace of an etcd cluster.\n\n"
                + "Usage:\n   etcdctl [options] command [command options] [arguments]\n\n"
                + "Commands:\n" + verbs(Verbs.ALL)
                + "   help              show this, or help for one command\n\n"
                + "Options:\n" + flags(Globals.FLAGS)
                + "\nVariables: ETCDCTL_ENDPOINTS, _ENDPOINT, _PEERS, _CERT_FILE, _KEY_FILE, _CA_FILE, _USERNAME;"
                + " an option wins over its variable.\n"
                + "Exit codes: 0 done, 1 bad arguments, 2 no connection, 4 refused by the server, 5 unhealthy.\n";
    }

    static String verb(String path, Verb verb) {
        return switch (verb) {
            case Verb.Leaf leaf ->
                "etcdctl " + path + ": " + leaf.summary() + "\n\nUsage:\n   etcdctl [options] " + path
                        + (leaf.flags().isEmpty() ? "" : " [command options]")
                        + (leaf.usage().isEmpty() ? "" : " " + leaf.usage())
                        + "\n"
                        + (leaf.flags().isEmpty() ? "" : "\nCommand options:\n" + flags(leaf.flags()))
                        + (leaf.usage().contains("<value>")
                                ? "\nWithout <value> it is read from standard input."
                                        + " Put -- before a value that begins with a dash.\n"
                                : "");
            case Verb.Group group ->
                "etcdctl " + path + ": " + group.summary() + "\n\nUsage:\n   etcdctl [options] " + path
                        + " command [arguments]\n\nCommands:\n" + verbs(group.verbs());
        };
    }

    private static String verbs(List<Verb> verbs) {
        StringBuilder text = new StringBuilder();
        for (Verb verb : verbs) {
            text.append("   ")
                    .append(padded(verb.name(), 18))
                    .append(verb.summary())
                    .append('\n');
        }
        return text.toString();
    }

    static String flags(List<Flag> flags) {
        StringBuilder text = new StringBuilder();
        for (Flag flag : flags) {
            List<String> names = new ArrayList<>();
            for (String name : flag.names()) {
                names.add((name.length() > 1 ? "--" : "-") + name);
            }
            String value =
                    flag.kind() == Flag.Kind.SWITCH ? "" : " " + (flag.preset().isEmpty() ? "..." : flag.preset());
            text.append("   ")
                    .append(padded(String.join(", ", names) + value, 26))
                    .append(flag.summary())
                    .append('\n');
        }
        return text.toString();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
