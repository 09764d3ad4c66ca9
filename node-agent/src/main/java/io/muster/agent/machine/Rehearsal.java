package io.muster.agent.machine;

import io.muster.cloudconfig.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/// A root that only remembers what would be changed: later steps see what earlier ones would have done, the disk stays
/// as it is. The same code that performs a plan thus foretells it.
public final class Rehearsal extends Root {
    private final Map<Path, Entry> changed = new HashMap<>();
    private final List<FileChange> changes = new ArrayList<>();

    private Rehearsal(Path folder) {
        super(folder.toAbsolutePath().normalize());
    }

    /// Rehearses below this folder.
    ///
    /// @throws NotDirectoryException when something else is there
    public static Rehearsal below(Path folder) throws NotDirectoryException {
        return new Rehearsal(Root.at(folder).folder());
    }

    private sealed interface Entry {
        record File(Bytes content, int mode) implements Entry {}

        record Link(String target) implements Entry {}

        record Folder() implements Entry {}

        record Gone() implements Entry {}
    }

    /// The changes since the last call, in their order.
    public List<FileChange> drain() {
        List<FileChange> drained = List.copyOf(changes);
        changes.clear();
        return drained;
    }

    @Override
    public Optional<String> read(String path) throws IOException {
        return switch (changed.get(resolve(path))) {
            case Entry.File file -> Optional.of(file.content().toString());
            case Entry.Link _, Entry.Folder _, Entry.Gone _ -> Optional.empty();
            case null -> super.read(path);
        };
    }

    @Override
    boolean isFolder(String path) throws IOException {
        return changed.get(resolve(path)) instanceof Entry.Folder || super.isFolder(path);
    }

    @Override
    SortedSet<String> files(String path) throws IOException {
        SortedSet<String> names = super.files(path);
        Path directory = resolve(path);
        changed.forEach((file, entry) -> {
            if (directory.equals(file.getParent())) {
                String name = String.valueOf(file.getFileName());
                if (entry instanceof Entry.File) {
                    names.add(name);
                } else {
                    names.remove(name);
                }
            }
        });
        return names;
    }

    @Override
    boolean write(String path, Bytes content, int mode, Ownership owner) throws IOException {
        Path file = resolve(path);
        Entry.File wanted = new Entry.File(content, mode);
        Entry before = changed.get(file);
        if (wanted.equals(before) || (before == null && isSame(file, content, mode) && owner.isOf(file))) {
            return false;
        }
        refuseFolder(file, before);
        changes.add(new FileChange(path, state(file, before), new FileChange.State.Text(content.toString(), mode)));
        changed.put(file, wanted);
        return true;
    }

    @Override
    boolean link(String path, String target) throws IOException {
        Path link = resolve(path);
        Entry.Link wanted = new Entry.Link(target);
        Entry before = changed.get(link);
        if (wanted.equals(before)
                || (before == null
                        && Files.isSymbolicLink(link)
                        && Files.readSymbolicLink(link).toString().equals(target))) {
            return false;
        }
        changes.add(new FileChange(path, state(link, before), new FileChange.State.Link(target)));
        changed.put(link, wanted);
        return true;
    }

    @Override
    boolean delete(String path) throws IOException {
        Path file = resolve(path);
        FileChange.State before = state(file, changed.get(file));
        if (before instanceof FileChange.State.Nothing) {
            return false;
        }
        changes.add(new FileChange(path, before, new FileChange.State.Nothing()));
        changed.put(file, new Entry.Gone());
        return true;
    }

    @Override
    void makeFolder(String path, int mode, Ownership owner) throws IOException {
        if (!isFolder(path)) {
            changed.put(resolve(path), new Entry.Folder());
        }
    }

    /// What performing it would run into.
    private void refuseFolder(Path file, @Nullable Entry before) throws IOException {
        if (before == null && Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString(), null, "is a folder");
        }
        for (Path above = file.getParent(); above != null && above.startsWith(folder()); above = above.getParent()) {
            if (changed.get(above) instanceof Entry.File
                    || (!changed.containsKey(above) && Files.exists(above) && !Files.isDirectory(above))) {
                throw new NotDirectoryException("/" + folder().relativize(above));
            }
        }
    }

    private static FileChange.State state(Path file, @Nullable Entry before) throws IOException {
        return switch (before) {
            case Entry.File known -> new FileChange.State.Text(known.content().toString(), known.mode());
            case Entry.Link link -> new FileChange.State.Link(link.target());
            case Entry.Folder _, Entry.Gone _ -> new FileChange.State.Nothing();
            case null -> onDisk(file);
        };
    }

    private static FileChange.State onDisk(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return new FileChange.State.Link(Files.readSymbolicLink(file).toString());
        }
        return Files.isRegularFile(file)
                ? new FileChange.State.Text(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), mode(file))
                : new FileChange.State.Nothing();
    }
}
