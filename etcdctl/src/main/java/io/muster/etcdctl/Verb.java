package io.muster.etcdctl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A word that names a command.
sealed interface Verb {
    String name();

    /// One line for the list of commands.
    String summary();

    /// A verb that does something.
    ///
    /// @param usage its arguments, as help shows them
    record Leaf(String name, String summary, String usage, List<Flag> flags, Reader reader) implements Verb {}

    /// A verb that needs another after it.
    record Group(String name, String summary, List<Verb> verbs) implements Verb {}

    /// Makes sense of the arguments of one verb.
    interface Reader {
        Subcommand read(Arguments arguments, Terminal terminal) throws Stop;
    }

    /// The verb of that name among several; null when there is none.
    static @Nullable Verb named(String name, List<Verb> verbs) {
        for (Verb verb : verbs) {
            if (verb.name().equals(name)) {
                return verb;
            }
        }
        return null;
    }
}
