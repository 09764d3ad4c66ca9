package io.muster.etcdctl;

import io.muster.keyspace.Command;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.Read;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the command line asks for, its arguments checked and put into the words of the protocol.
///
/// Each knows who performs it: the first type switch of a process costs several milliseconds, which a loop over `get`
/// would feel.
sealed interface Subcommand
        permits AccessCommand,
                Subcommand.AddMember,
                Subcommand.BackUp,
                Subcommand.Change,
                Subcommand.CheckHealth,
                Subcommand.Complete,
                Subcommand.ExecWatch,
                Subcommand.Export,
                Subcommand.Get,
                Subcommand.Import,
                Subcommand.ListMembers,
                Subcommand.Ls,
                Subcommand.RemoveMember,
                Subcommand.UpdateMember,
                Subcommand.Watch {
    /// Does it, and prints what there is to print.
    ExitCode perform(Session session) throws Stop, InterruptedException;

    /// Whether the published addresses of all members are of use to it.
    default boolean wantsAllMembers() {
        return true;
    }

    /// Any of the verbs that write one node: `set`, `mk`, `update`, `rm` and their directory forms.
    record Change(Command command) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.keys().change(command);
        }
    }

    /// `get`.
    record Get(Read read) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.keys().get(read);
        }
    }

    /// `ls`.
    ///
    /// @param slashes whether directories get a trailing slash (`-p`)
    /// @param tree whether to draw it
    record Ls(Read read, boolean slashes, boolean tree) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.keys().list(read, slashes, tree);
        }
    }

    /// `watch`.
    ///
    /// @param cursor remembers how far it came; null for none
    record Watch(Follow follow, @Nullable Cursor cursor) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.watches().watch(follow, cursor);
        }
    }

    /// `exec-watch`.
    ///
    /// @param cursor remembers how far it came; null for none
    /// @param words program and arguments to run for each event
    record ExecWatch(Follow follow, @Nullable Cursor cursor, List<String> words) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop, InterruptedException {
            return session.watches().execute(follow, cursor, words);
        }
    }

    /// `backup`.
    record BackUp(DataDirs.Place from, DataDirs.Place to) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.dataDirs().backUp(from, to);
        }

        @Override
        public boolean wantsAllMembers() {
            return false;
        }
    }

    /// `export`.
    ///
    /// @param file where to; empty for standard output
    record Export(Key key, DocumentFormat format, String file) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.transfer().export(key, format, file);
        }
    }

    /// `import`.
    ///
    /// @param wanted what shall be below the key
    record Import(Key key, Subtree wanted, boolean dryRun) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.transfer().load(key, wanted, dryRun);
        }
    }

    /// `completion`.
    record Complete(String shell) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.show(Completion.script(shell));
        }

        @Override
        public boolean wantsAllMembers() {
            return false;
        }
    }

    /// `cluster-health`.
    ///
    /// @param forever ask again every ten seconds
    record CheckHealth(boolean forever) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop, InterruptedException {
            return session.health().check(forever);
        }

        // it asks them one by one itself, the unreachable ones, too
        @Override
        public boolean wantsAllMembers() {
            return false;
        }
    }

    /// `member list`.
    record ListMembers() implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.members().list();
        }
    }

    /// `member add`.
    record AddMember(String name, String peerUrl) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.members().add(name, peerUrl);
        }
    }

    /// `member remove`.
    record RemoveMember(String id) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.members().remove(id);
        }
    }

    /// `member update`.
    record UpdateMember(String id, List<String> peerUrls) implements Subcommand {
        @Override
        public ExitCode perform(Session session) throws Stop {
            return session.members().update(id, peerUrls);
        }
    }
}
