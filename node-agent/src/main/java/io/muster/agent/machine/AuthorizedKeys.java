package io.muster.agent.machine;

import io.muster.cloudconfig.Bytes;
import io.muster.cloudconfig.Step.AuthorizeKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// The keys that let people log in: one file for each name under `~/.ssh/authorized_keys.d`, and all of them together
/// in `~/.ssh/authorized_keys`, as update-ssh-keys does it.
final class AuthorizedKeys {
    private static final int PRIVATE = 0600;

    private final Root root;
    private final Accounts accounts;

    AuthorizedKeys(Root root, Accounts accounts) {
        this.root = root;
        this.accounts = accounts;
    }

    /// A user who was made without a home folder gets none here either, so the keys have no place to go.
    StepResult authorize(AuthorizeKeys step) throws IOException, StepFailed {
        String home = accounts.home(step.user())
                .orElseThrow(() -> new StepFailed(
                        "there is no user '%s' to authorize keys for; list it under users".formatted(step.user())));
        if (step.keyName().contains("/")) {
            throw new StepFailed("key name '%s' must not have a /".formatted(step.keyName()));
        }
        if (!accounts.hasHome(home)) {
            return new StepResult.Left(home + " does not exist");
        }
        Ownership owner = accounts.ownership(step.user());
        root.makeFolders(root.resolve(home), owner);
        String ssh = home + "/.ssh";
        makePrivate(ssh, owner);
        makePrivate(ssh + "/authorized_keys.d", owner);
        Bytes own = Bytes.of(String.join("\n", step.keys()) + "\n");
        boolean changed = root.write(ssh + "/authorized_keys.d/" + step.keyName(), own, PRIVATE, owner);
        Bytes all = Bytes.of(together(root.resolve(ssh + "/authorized_keys.d")));
        changed |= root.write(ssh + "/authorized_keys", all, PRIVATE, owner);
        return changed ? new StepResult.Done() : new StepResult.Unchanged();
    }

    private void makePrivate(String path, Ownership owner) throws IOException {
        Path folder = root.resolve(path);
        if (!Files.isDirectory(folder)) {
            root.makeFolders(folder, owner);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static String together(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
            StringBuilder all = new StringBuilder();
            for (Path file : sorted) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }
}
