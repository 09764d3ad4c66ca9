package io.muster.agent.machine;

import io.muster.cloudconfig.CloudConfig.User;
import io.muster.cloudconfig.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks for what would stop a plan half way: owners and groups that neither the system has nor the plan makes, and
/// paths that lead through files or onto folders. For one plan.
final class Preflight {
    private static final int MAX_NAME_BYTES = 255;
    private static final int MAX_PATH_BYTES = 4095;

    private final Root root;
    private final Accounts accounts;
    private final Set<String> users;
    private final Set<String> groups = new HashSet<>();
    private final Set<Path> files = new HashSet<>();
    private final Set<Path> folders = new HashSet<>();

    Preflight(Root root, Accounts accounts) throws IOException {
        this.root = root;
        this.accounts = accounts;
        this.users = new HashSet<>(accounts.names());
    }

    /// The first obstacle, which names what is in the way and the remedy; empty where none is seen.
    Optional<String> obstacle(List<Step> steps) throws IOException {
        for (Step step : steps) {
            try {
                look(step);
            } catch (StepFailed e) {
                return Optional.of(String.valueOf(e.getMessage()));
            } catch (InvalidPathException e) {
                return Optional.of("cannot %s: no path may have the character U+%04X"
                        .formatted(step.action(), (int) e.getInput().charAt(Math.max(0, e.getIndex()))));
            }
        }
        return Optional.empty();
    }

    private void look(Step step) throws IOException, StepFailed {
        switch (step) {
            case Step.AddUser add -> user(add.user(), step);
            case Step.AuthorizeKeys keys -> keys(keys);
            case Step.WriteFile file -> {
                if (file.owner() != null) {
                    owner(file.owner());
                }
                file(file.path(), step);
            }
            case Step.PlaceUnit unit -> file(unit.path(), step);
            case Step.PlaceDropIn dropIn -> file(dropIn.path(), step);
            case Step.MaskUnit unit -> file(unit.path(), step);
            case Step.UnmaskUnit unit -> root.resolve(unit.path());
            case Step.EnableUnit unit -> {}
            case Step.SetHostname name -> {}
            case Step.SetPassword password -> {}
            case Step.ReloadUnits reload -> {}
            case Step.RestartNetwork network -> {}
            case Step.CommandUnit command -> {}
            case Step.RunScript script -> {}
        }
    }

    private void user(User user, Step step) throws IOException, StepFailed {
        if (!user.name().matches("[^:/\\x00-\\x20]+")) {
            throw new StepFailed("user name '%s' has a character that no name may have; choose another"
                    .formatted(user.name().replaceAll("\\p{Cntrl}", "?")));
        }
        for (String group : user.groups()) {
            group(group);
        }
        if (user.primaryGroup() != null) {
            group(user.primaryGroup());
        } else if (!user.noUserGroup()) {
            groups.add(user.name());
        }
        users.add(user.name());
        if (!user.noCreateHome()) {
            folder(root.resolve(user.homedir() == null ? "/home/" + user.name() : user.homedir()), step);
        }
    }

    private void keys(Step.AuthorizeKeys step) throws IOException, StepFailed {
        if (!users.contains(step.user())) {
            throw new StepFailed(
                    "there is no user '%s' to authorize keys for; list it under users".formatted(step.user()));
        }
        Optional<String> home = accounts.home(step.user());
        if (home.isPresent()) {
            folder(root.resolve(home.get() + "/.ssh/authorized_keys.d"), step);
        }
    }

    private void owner(String owner) throws IOException, StepFailed {
        int colon = owner.indexOf(':');
        String user = colon < 0 ? owner : owner.substring(0, colon);
        String group = colon < 0 ? "" : owner.substring(colon + 1);
        if (!user.isEmpty() && !users.contains(user) && !isNumber(user)) {
            throw unknown("user", user, "/etc/passwd");
        }
        if (!group.isEmpty()) {
            group(group);
        }
    }

    private void group(String group) throws IOException, StepFailed {
        if (!groups.contains(group) && !isNumber(group) && !accounts.hasGroup(group)) {
            throw unknown("group", group, "/etc/group");
        }
    }

    private static boolean isNumber(String name) {
        return name.matches("[0-9]{1,9}");
    }

    private static StepFailed unknown(String kind, String name, String file) {
        return new StepFailed(
                "there is no %s '%s' in %s; create it first or use its number".formatted(kind, name, file));
    }

    private void file(String path, Step step) throws IOException, StepFailed {
        Path file = root.resolve(path);
        Path parent = file.getParent();
        if (folders.contains(file) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new StepFailed("cannot %s: %s is a folder".formatted(step.action(), shown(file)));
        }
        requireShort(file, step);
        if (parent != null) {
            folder(parent, step);
        }
        files.add(file);
    }

    /// A folder that is there or can be made.
    private void folder(Path folder, Step step) throws StepFailed {
        for (Path at = folder; at != null && !at.equals(root.folder()); at = at.getParent()) {
            boolean isThere = Files.exists(at, LinkOption.NOFOLLOW_LINKS);
            if (files.contains(at) || (isThere && !Files.isDirectory(at))) {
                throw new StepFailed("cannot %s: %s is not a folder".formatted(step.action(), shown(at)));
            }
            requireShort(at, step);
            folders.add(at);
        }
    }

    /// As the system below the root would name it.
    private String shown(Path path) {
        return "/" + root.folder().relativize(path);
    }

    private static void requireShort(Path path, Step step) throws StepFailed {
        int name = String.valueOf(path.getFileName()).getBytes(StandardCharsets.UTF_8).length;
        if (name > MAX_NAME_BYTES || path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw new StepFailed("cannot %s: the name is too long"
                    .formatted(step.action().length() > 100 ? step.action().substring(0, 100) + "…" : step.action()));
        }
    }
}
