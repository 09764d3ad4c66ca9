package io.muster.etcdctl;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.Read;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every command there is, in the order of the help text.
final class Verbs {
    private static final Flag TTL = Flag.number("ttl", "seconds until it expires; 0 means never");
    private static final Flag SORT = Flag.toggle("sort", "order the result by key");
    private static final Flag QUORUM = Flag.toggle("quorum", "ask a majority, so that no acknowledged write is missed");
    private static final Flag RECURSIVE = Flag.toggle("recursive", "everything below the key, too");
    private static final Flag SLASHES = Flag.toggle("p", "mark directories with a trailing slash");
    private static final Flag IN_ORDER = Flag.toggle("in-order", "choose an ordered name below the directory <key>");
    private static final Flag DIR = Flag.toggle("dir", "an empty directory may be removed, too");
    private static final Flag SWAP_WITH_VALUE = Flag.text("swap-with-value", "only if this is the present value");
    private static final Flag SWAP_WITH_INDEX = Flag.number("swap-with-index", "only if this is its modified index");
    private static final Flag WITH_VALUE = Flag.text("with-value", "only if this is the present value");
    private static final Flag WITH_INDEX = Flag.number("with-index", "only if this is its modified index");
    private static final Flag AFTER_INDEX =
            Flag.number("after-index", "begin after this index instead of with the next change");
    private static final Flag FOREVER = Flag.toggle("forever", "go on until interrupted");
    private static final Flag CURSOR_FILE = Flag.text(
            "cursor-file", "go on after the last event told, which this file remembers; nothing is missed in between");
    private static final Flag TREE = Flag.toggle("tree", "draw all that is below the key");
    private static final Flag CHECK_FOREVER =
            Flag.toggle("forever", "check every ten seconds until interrupted").or("f");

    static final List<Verb> ALL = List.of(
            TransferVerbs.BACKUP,
            new Verb.Leaf("cluster-health", "ask every member how it is", "", List.of(CHECK_FOREVER), Verbs::health),
            new Verb.Leaf(
                    "mk", "make a key that must not exist yet", "<key> <value>", List.of(IN_ORDER, TTL), Verbs::mk),
            new Verb.Leaf("mkdir", "make a directory that must not exist yet", "<key>", List.of(TTL), Verbs::mkdir),
            new Verb.Leaf(
                    "rm",
                    "remove a key or a directory",
                    "<key>",
                    List.of(DIR, RECURSIVE, WITH_VALUE, WITH_INDEX),
                    Verbs::rm),
            new Verb.Leaf("rmdir", "remove an empty directory or a key", "<key>", List.of(), Verbs::rmdir),
            new Verb.Leaf("get", "print the value of a key", "<key>", List.of(SORT, QUORUM), Verbs::get),
            new Verb.Leaf(
                    "ls",
                    "list a directory, by default the root",
                    "[key]",
                    List.of(SORT, RECURSIVE, SLASHES, QUORUM, TREE),
                    Verbs::ls),
            new Verb.Leaf(
                    "set",
                    "set the value of a key, whether it exists or not",
                    "<key> <value>",
                    List.of(TTL, SWAP_WITH_VALUE, SWAP_WITH_INDEX),
                    Verbs::set),
            new Verb.Leaf(
                    "setdir",
                    "make a directory, in place of a key if there is one",
                    "<key>",
                    List.of(TTL),
                    Verbs::setdir),
            new Verb.Leaf(
                    "update", "change the value of a key that exists", "<key> <value>", List.of(TTL), Verbs::update),
            new Verb.Leaf("updatedir", "change the expiry of a directory", "<key>", List.of(TTL), Verbs::updatedir),
            new Verb.Leaf(
                    "watch",
                    "wait for a change of a key and print it",
                    "<key>",
                    List.of(FOREVER, AFTER_INDEX, RECURSIVE, CURSOR_FILE),
                    Verbs::watch),
            new Verb.Leaf(
                    "exec-watch",
                    "run a program at each change, one at a time, with ETCD_WATCH_ACTION, _KEY, _VALUE, _MODIFIED_INDEX",
                    "<key> -- <program> [arguments...]",
                    List.of(AFTER_INDEX, RECURSIVE, CURSOR_FILE),
                    Verbs::execWatch),
            new Verb.Group(
                    "member",
                    "list, add, remove and update members",
                    List.of(
                            new Verb.Leaf("list", "show the members", "", List.of(), Verbs::listMembers),
                            new Verb.Leaf("add", "admit a new member", "<name> <peerURL>", List.of(), Verbs::addMember),
                            new Verb.Leaf("remove", "expel a member", "<id>", List.of(), Verbs::removeMember),
                            new Verb.Leaf(
                                    "update",
                                    "change where other members reach one",
                                    "<id> <peerURL,...>",
                                    List.of(),
                                    Verbs::updateMember))),
            TransferVerbs.EXPORT,
            TransferVerbs.IMPORT,
            AccessVerbs.USER,
            AccessVerbs.ROLE,
            AccessVerbs.AUTH,
            new Verb.Leaf(
                    "completion",
                    "print a script that lets the shell complete verbs, options and keys",
                    "<bash or zsh>",
                    List.of(),
                    Verbs::completion));

    private Verbs() {}

    private static Subcommand get(Arguments line, Terminal terminal) throws Stop {
        return new Subcommand.Get(new Read(key(line), false, line.on(SORT), consistency(line)));
    }

    private static Subcommand ls(Arguments line, Terminal terminal) {
        Key key = line.words().isEmpty() ? Key.ROOT : Key.of(line.words().getFirst());
        boolean tree = line.on(TREE);
        Read read = new Read(key, tree || line.on(RECURSIVE), tree || line.on(SORT), consistency(line));
        return new Subcommand.Ls(read, line.on(SLASHES), tree);
    }

    private static Subcommand set(Arguments line, Terminal terminal) throws Stop {
        Key key = key(line);
        String value = value(line, terminal);
        Condition condition = new Condition(line.text(SWAP_WITH_VALUE), line.number(SWAP_WITH_INDEX));
        return new Subcommand.Change(
                isAny(condition)
                        ? new Command.Set(key, false, value, ttl(line), false)
                        : new Command.CompareAndSwap(key, value, ttl(line), condition, false));
    }

    private static Subcommand setdir(Arguments line, Terminal terminal) throws Stop {
        return new Subcommand.Change(new Command.Set(key(line), true, "", ttl(line), false));
    }

    private static Subcommand mk(Arguments line, Terminal terminal) throws Stop {
        Key key = key(line);
        String value = value(line, terminal);
        return new Subcommand.Change(
                line.on(IN_ORDER)
                        ? new Command.CreateInOrder(key, false, value, ttl(line))
                        : new Command.Create(key, false, value, ttl(line)));
    }

    private static Subcommand mkdir(Arguments line, Terminal terminal) throws Stop {
        return new Subcommand.Change(new Command.Create(key(line), true, "", ttl(line)));
    }

    private static Subcommand update(Arguments line, Terminal terminal) throws Stop {
        return new Subcommand.Change(new Command.Update(key(line), false, value(line, terminal), ttl(line), false));
    }

    private static Subcommand updatedir(Arguments line, Terminal terminal) throws Stop {
        return new Subcommand.Change(new Command.Update(key(line), true, "", ttl(line), false));
    }

    private static Subcommand rm(Arguments line, Terminal terminal) throws Stop {
        Condition condition = new Condition(line.text(WITH_VALUE), line.number(WITH_INDEX));
        return new Subcommand.Change(
                isAny(condition)
                        ? new Command.Delete(key(line), line.on(DIR), line.on(RECURSIVE))
                        : new Command.CompareAndDelete(key(line), condition));
    }

    private static Subcommand rmdir(Arguments line, Terminal terminal) throws Stop {
        return new Subcommand.Change(new Command.Delete(key(line), true, false));
    }

    private static Subcommand watch(Arguments line, Terminal terminal) throws Stop {
        return new Subcommand.Watch(follow(line, line.on(FOREVER)), cursor(line));
    }

    // 2.3.8 leaves out one event more than watch does; the same option means the same here.
    private static Subcommand execWatch(Arguments line, Terminal terminal) throws Stop {
        List<String> words = line.words();
        if (words.size() < 2) {
            throw Stop.error(ExitCode.BAD_ARGUMENTS, "key and command to exec required");
        }
        return new Subcommand.ExecWatch(follow(line, true), cursor(line), List.copyOf(words.subList(1, words.size())));
    }

    private static Subcommand health(Arguments line, Terminal terminal) {
        return new Subcommand.CheckHealth(line.on(CHECK_FOREVER));
    }

    private static Subcommand listMembers(Arguments line, Terminal terminal) throws Stop {
        refuseWords(line);
        return new Subcommand.ListMembers();
    }

    static void refuseWords(Arguments line) throws Stop {
        if (!line.words().isEmpty()) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "No arguments accepted");
        }
    }

    private static Subcommand addMember(Arguments line, Terminal terminal) throws Stop {
        if (line.words().size() != 2) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "Provide a name and a single member peerURL");
        }
        return new Subcommand.AddMember(line.words().get(0), line.words().get(1));
    }

    private static Subcommand removeMember(Arguments line, Terminal terminal) throws Stop {
        if (line.words().size() != 1) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "Provide a single member ID");
        }
        return new Subcommand.RemoveMember(line.words().getFirst());
    }

    private static Subcommand updateMember(Arguments line, Terminal terminal) throws Stop {
        if (line.words().size() != 2) {
            throw new Stop(
                    ExitCode.BAD_ARGUMENTS,
                    "Provide an ID and a list of comma separated peerURL (0xabcd http://example.com,http://example1.com)");
        }
        return new Subcommand.UpdateMember(
                line.words().get(0), List.of(line.words().get(1).split(",", -1)));
    }

    private static Subcommand completion(Arguments line, Terminal terminal) throws Stop {
        if (line.words().size() != 1) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "Provide a shell: bash or zsh");
        }
        return new Subcommand.Complete(line.words().getFirst());
    }

    private static Key key(Arguments line) throws Stop {
        if (line.words().isEmpty()) {
            throw Stop.error(ExitCode.BAD_ARGUMENTS, "key required");
        }
        return Key.of(line.words().getFirst());
    }

    private static String value(Arguments line, Terminal terminal) throws Stop {
        if (line.words().size() > 1) {
            return line.words().get(1);
        }
        try {
            String piped = terminal.readAll();
            if (!piped.isEmpty()) {
                return piped;
            }
        } catch (IOException e) {
            throw Stop.error(ExitCode.BAD_ARGUMENTS, "cannot read the value from standard input: " + e.getMessage());
        }
        throw Stop.error(ExitCode.BAD_ARGUMENTS, "value required");
    }

    private static @Nullable Duration ttl(Arguments line) {
        long seconds = line.number(TTL);
        return seconds > 0 ? Duration.ofSeconds(seconds) : null;
    }

    private static Follow follow(Arguments line, boolean stream) throws Stop {
        long after = line.number(AFTER_INDEX);
        return new Follow(key(line), line.on(RECURSIVE), stream, after == 0 ? 0 : after + 1);
    }

    private static @Nullable Cursor cursor(Arguments line) throws Stop {
        String file = line.text(CURSOR_FILE);
        return file.isEmpty() ? null : new Cursor(Path.of(file), key(line));
    }

    private static Read.Consistency consistency(Arguments line) {
        return line.on(QUORUM) ? Read.Consistency.LINEARIZABLE : Read.Consistency.LOCAL;
    }

    private static boolean isAny(Condition condition) {
        return condition.prevValue().isEmpty() && condition.prevIndex() == 0;
    }
}
