package io.muster.etcdctl;

import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.Read;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// A file that remembers how far the watches of one key have come, so that the next one goes on there: whatever
/// happened while none was running is told first. An event is noted after it was told, so a watch that is killed in
/// between tells it again.
///
/// The file is one line: the cluster's id, the index of the last event told, and the key.
final class Cursor {
    private final Path file;
    private final Key key;
    private String clusterId = "-";

    Cursor(Path file, Key key) {
        this.file = file;
        this.key = key;
    }

    /// Where a watch stands.
    ///
    /// @param clusterId the cluster's, for indices of another mean nothing; `-` where the server tells none
    /// @param index of the last event told, unsigned
    private record Place(String clusterId, long index) {}

    /// A watch that begins where the last one ended; the first of all begins now.
    Watching resume(Follow follow, Cluster cluster, Terminal terminal) throws Stop {
        Optional<Place> noted = read();
        HttpReply now = present(cluster);
        if (!now.header("x-etcd-cluster-id").isEmpty()) {
            clusterId = now.header("x-etcd-cluster-id");
        }
        if (follow.sinceIndex() != 0) {
            // what was asked for wins
            return new Watching(cluster, follow, true, terminal);
        }
        if (noted.isPresent() && !noted.get().clusterId().equals(clusterId)) {
            terminal.complain("missed: " + file + " is of cluster "
                    + noted.get().clusterId() + ", this is " + clusterId + "; going on with what is there now");
            Watching anew = new Watching(cluster, follow, true, terminal);
            anew.readAfresh();
            return anew;
        }
        if (noted.isEmpty()) {
            note(now.index());
        }
        long since = noted.map(Place::index).orElse(now.index()) + 1;
        return new Watching(cluster, new Follow(key, follow.recursive(), follow.stream(), since), true, terminal);
    }

    /// Remembers that everything up to this event was told.
    void note(Event told) throws Stop {
        note(told.index());
    }

    private void note(long index) throws Stop {
        Path written = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.writeString(written, clusterId + " " + Long.toUnsignedString(index) + " " + key + "\n");
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "cannot write the cursor " + file + ": " + e);
        }
    }

    private Optional<Place> read() throws Stop {
        try {
            String line = Files.readString(file);
            String[] words = line.substring(0, Math.max(0, line.length() - 1)).split(" ", 3);
            if (words.length != 3) {
                throw new NumberFormatException();
            }
            if (!words[2].equals(key.path())) {
                throw new Stop(
                        ExitCode.BAD_ARGUMENTS,
                        file + " is the cursor of a watch on " + words[2] + "; give " + key + " a file of its own");
            }
            return Optional.of(new Place(words[0], Long.parseUnsignedLong(words[1])));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (NumberFormatException e) {
            throw new Stop(
                    ExitCode.BAD_ARGUMENTS, file + " is no cursor of a watch; name a file that does not exist yet");
        } catch (IOException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "cannot read the cursor " + file + ": " + e);
        }
    }

    // Any answer tells the index and the cluster, and so does the refusal of a key that is not there.
    private HttpReply present(Cluster cluster) throws Stop {
        try {
            HttpReply reply = cluster.ask(KeyRequests.of(new Read(key, false, false, Read.Consistency.LINEARIZABLE)));
            if (!Answer.isRefusal(Answer.read(reply), ErrorCode.KEY_NOT_FOUND)) {
                Answer.of(Answer.read(reply), reply);
            }
            return reply;
        } catch (Unavailable e) {
            throw e.asError(ExitCode.SERVER_ERROR);
        }
    }
}
