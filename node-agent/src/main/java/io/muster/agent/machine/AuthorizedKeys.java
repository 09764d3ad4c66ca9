package io.muster.agent.machine;

import io.muster.cloudconfig.Bytes;
import io.muster.cloudconfig.Step.AuthorizeKeys;
import java.io.IOException;

/// The keys that let people log in: one file for each name under `~/.ssh/authorized_keys.d`, and all of them together
/// in `~/.ssh/authorized_keys`, as update-ssh-keys does it.
final class AuthorizedKeys {
    private static final int PRIVATE = 0600;
    private static final int PRIVATE_FOLDER = 0700;

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
        root.makeFolder(home, Root.FOLDER_MODE, owner);
        String ssh = home + "/.ssh";
        String folder = ssh + "/authorized_keys.d";
        root.makeFolder(ssh, PRIVATE_FOLDER, owner);
        root.makeFolder(folder, PRIVATE_FOLDER, owner);
        Bytes own = Bytes.of(String.join("\n", step.keys()) + "\n");
        boolean changed = root.write(folder + "/" + step.keyName(), own, PRIVATE, owner);
        changed |= root.write(ssh + "/authorized_keys", Bytes.of(together(folder)), PRIVATE, owner);
        return changed ? new StepResult.Done() : new StepResult.Unchanged();
    }

    private String together(String folder) throws IOException {
        StringBuilder all = new StringBuilder();
        for (String file : root.files(folder)) {
            all.append(root.read(folder + "/" + file).orElse(""));
        }
        return all.toString();
    }
}
