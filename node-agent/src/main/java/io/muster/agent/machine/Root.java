package io.muster.agent.machine;

import io.muster.cloudconfig.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A folder that stands for `/`. Paths are resolved as a process confined to it would see them: `..` stops at the
/// folder, and a link leads where it would lead if the folder were the root.
public class Root {
    private static final int MAX_LINKS = 40;
    static final int FOLDER_MODE = 0755;

    private final Path folder;

    Root(Path folder) {
        this.folder = folder;
    }

    /// Takes a folder as the root. One that is missing is made when something is written below it.
    ///
    /// @throws NotDirectoryException when something else is there
    public static Root at(Path folder) throws NotDirectoryException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        return new Root(folder.toAbsolutePath().normalize());
    }

    public Path folder() {
        return folder;
    }

    /// Where an absolute path lies. A link at its very end is not followed: whoever writes there replaces it.
    ///
    /// @throws IOException when links lead in a circle
    public Path resolve(String path) throws IOException {
        return walk(path, false);
    }

    /// The content of a file, links followed; empty when there is none. Bytes that are no UTF-8 become U+FFFD.
    public Optional<String> read(String path) throws IOException {
        Path file = walk(path, true);
        return Files.isRegularFile(file)
                ? Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    boolean isFolder(String path) throws IOException {
        return Files.isDirectory(walk(path, true));
    }

    /// The names of the plain files in a folder, sorted.
    SortedSet<String> files(String path) throws IOException {
        Path directory = walk(path, true);
        SortedSet<String> names = new TreeSet<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .forEach(file -> names.add(file.getFileName().toString()));
            }
        }
        return names;
    }

    /// Writes a file whole or not at all: nobody ever sees a part of it, or the content under another mode.
    ///
    /// @param mode permission bits, set-uid, set-gid and sticky included
    /// @return whether anything had to be changed
    boolean write(String path, Bytes content, int mode, Ownership owner) throws IOException {
        Path file = resolve(path);
        if (isSame(file, content, mode) && owner.isOf(file)) {
            return false;
        }
        makeFolders(above(file), Ownership.ROOT);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString(), null, "is a folder");
        }
        Path draft = Files.createTempFile(
                above(file),
                ".muster-",
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            force(draft, content);
            owner.give(draft);
            Files.setAttribute(draft, "unix:mode", mode);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        return true;
    }

    /// Writes a file that only root may read.
    public void writeSecret(String path, Bytes content) throws IOException {
        write(path, content, 0600, Ownership.ROOT);
    }

    /// On the disk before the rename is: after a power cut there is the old file or the new one, never an empty one.
    private static void force(Path draft, Bytes content) throws IOException {
        try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(content.toByteArray());
            while (left.hasRemaining()) {
                out.write(left);
            }
            out.force(true);
        }
    }

    /// Removes a file or a link.
    ///
    /// @return whether there was one
    boolean delete(String path) throws IOException {
        return Files.deleteIfExists(resolve(path));
    }

    /// Puts a link in a path's place.
    ///
    /// @return whether anything had to be changed
    boolean link(String path, String target) throws IOException {
        Path link = resolve(path);
        if (Files.isSymbolicLink(link)
                && Files.readSymbolicLink(link).toString().equals(target)) {
            return false;
        }
        makeFolders(above(link), Ownership.ROOT);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(target));
        return true;
    }

    /// Makes a folder with this mode for this owner, and those above it for root, mode 0755; folders that are there
    /// stay as they are.
    void makeFolder(String path, int mode, Ownership owner) throws IOException {
        Path made = walk(path, true);
        if (!Files.isDirectory(made)) {
            makeFolders(above(made), Ownership.ROOT);
            makeOne(made, mode, owner);
        }
    }

    private void makeFolders(Path path, Ownership owner) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new NotDirectoryException("/" + folder.relativize(path));
        }
        makeFolders(above(path), Ownership.ROOT);
        makeOne(path, FOLDER_MODE, owner);
    }

    /// The umask may take bits away, so they are set again; never are there more than asked for.
    private static void makeOne(Path path, int mode, Ownership owner) throws IOException {
        Set<PosixFilePermission> permissions = permissions(mode);
        Files.createDirectory(path, PosixFilePermissions.asFileAttribute(permissions));
        Files.setPosixFilePermissions(path, permissions);
        owner.give(path);
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 1 ? "xwr".charAt(bit % 3) : '-');
        }
        return PosixFilePermissions.fromString(text.toString());
    }

    static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    static boolean isSame(Path file, Bytes content, int mode) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == content.size()
                && mode(file) == mode
                && Bytes.of(Files.readAllBytes(file)).equals(content);
    }

    private Path walk(String path, boolean followLast) throws IOException {
        Deque<String> ahead = new ArrayDeque<>();
        Path at = folder;
        int links = 0;
        push(ahead, path);
        while (!ahead.isEmpty()) {
            String part = ahead.pop();
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            if (part.equals("..")) {
                at = at.equals(folder) ? folder : above(at);
                continue;
            }
            Path next = at.resolve(part);
            if (!Files.isSymbolicLink(next) || (ahead.isEmpty() && !followLast)) {
                at = next;
                continue;
            }
            if (++links > MAX_LINKS) {
                throw new IOException("the links of " + path + " lead in a circle");
            }
            String target = Files.readSymbolicLink(next).toString();
            at = target.startsWith("/") ? folder : at;
            push(ahead, target);
        }
        return at;
    }

    private static void push(Deque<String> ahead, String path) {
        String[] parts = path.split("/", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            ahead.push(parts[i]);
        }
    }

    private static Path above(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
