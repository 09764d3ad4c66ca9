package io.muster.etcdctl;

import io.muster.keyspace.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The verbs that carry keys between a cluster and a file.
final class TransferVerbs {
    private static final Flag FORMAT = Flag.text("format", "json or yaml; by default what the file's name ends in");
    private static final Flag TO = Flag.text("to", "file to write, in place of standard output");
    private static final Flag DRY_RUN = Flag.toggle("dry-run", "only say what would be changed");
    private static final Flag SNAP = Flag.text("snap", "import the JSON of an original v2 store in its place");
    private static final Flag HIDDEN =
            Flag.text("hidden", "with --snap: hidden keys to import, too, separated by commas");
    private static final Flag CLIENTS = new Flag(
            List.of("c"), Flag.Kind.NUMBER, "10", "with --snap: accepted for the original's sake, and without effect");

    static final Verb EXPORT = new Verb.Leaf(
            "export",
            "write what is below a directory, by default the root, as JSON or YAML; hidden keys are left out",
            "[key]",
            List.of(FORMAT, TO),
            TransferVerbs::export);
    static final Verb IMPORT = new Verb.Leaf(
            "import",
            "set the keys that a file of export names, and leave all others alone",
            "<file or -> [key]",
            List.of(DRY_RUN, FORMAT, SNAP, HIDDEN, CLIENTS),
            TransferVerbs::load);

    private static final Flag DATA_DIR = Flag.text("data-dir", "of the member, running or not");
    private static final Flag WAL_DIR = Flag.text("wal-dir", "where its log is kept, if elsewhere");
    private static final Flag BACKUP_DIR = Flag.text("backup-dir", "directory to make");
    private static final Flag BACKUP_WAL_DIR = Flag.text("backup-wal-dir", "where the log of that goes, if elsewhere");

    static final Verb BACKUP = new Verb.Leaf(
            "backup",
            "copy a member's data directory into one from which a new cluster of one member begins",
            "",
            List.of(DATA_DIR, WAL_DIR, BACKUP_DIR, BACKUP_WAL_DIR),
            TransferVerbs::backup);

    private TransferVerbs() {}

    private static Subcommand backup(Arguments line, Terminal terminal) throws Stop {
        String from = line.text(DATA_DIR);
        String to = line.text(BACKUP_DIR);
        if (from.isEmpty() || to.isEmpty()) {
            throw Stop.error(ExitCode.BAD_ARGUMENTS, "name the directories: backup --data-dir ... --backup-dir ...");
        }
        return new Subcommand.BackUp(
                DataDirs.Place.of(from, line.text(WAL_DIR)), DataDirs.Place.of(to, line.text(BACKUP_WAL_DIR)));
    }

    private static Subcommand export(Arguments line, Terminal terminal) throws Stop {
        return new Subcommand.Export(
                keyAt(line, 0), DocumentFormat.of(line.text(FORMAT), line.text(TO)), line.text(TO));
    }

    private static Subcommand load(Arguments line, Terminal terminal) throws Stop {
        String snap = line.text(SNAP);
        if (!snap.isEmpty()) {
            List<Key> hidden = new ArrayList<>();
            for (String key : line.text(HIDDEN).split(",", -1)) {
                if (!key.isEmpty()) {
                    hidden.add(Key.of(key));
                }
            }
            return new Subcommand.Import(Key.ROOT, dump(snap, hidden), line.on(DRY_RUN));
        }
        if (line.words().isEmpty()) {
            throw new Stop(
                    ExitCode.BAD_ARGUMENTS,
                    "no file to import: name one of export, - for standard input, or --snap with a store of etcd 0.x");
        }
        String file = line.words().getFirst();
        Key key = keyAt(line, 1);
        try {
            DocumentFormat format = DocumentFormat.of(line.text(FORMAT), file);
            String text = file.equals("-") ? terminal.readAll() : Files.readString(Path.of(file));
            return new Subcommand.Import(key, Subtree.of(format.read(text), key), line.on(DRY_RUN));
        } catch (IOException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "cannot read " + file + ": " + e);
        } catch (IllegalArgumentException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, file + ": " + e.getMessage());
        }
    }

    private static Subtree dump(String file, List<Key> hidden) throws Stop {
        try {
            Subtree all = new StoreDump(Instant.now()).read(Files.readAllBytes(Path.of(file)));
            return StoreDump.visible(Key.ROOT, all, hidden);
        } catch (IOException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "cannot read snapshot file " + file + ": " + e.getMessage());
        }
    }

    private static Key keyAt(Arguments line, int place) {
        return line.words().size() > place ? Key.of(line.words().get(place)) : Key.ROOT;
    }
}
