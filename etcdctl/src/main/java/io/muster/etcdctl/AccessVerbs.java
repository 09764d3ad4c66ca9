package io.muster.etcdctl;

import java.io.IOException;
import java.util.List;

/// The verbs for access control.
final class AccessVerbs {
    private static final Flag ROLES = Flag.text("roles", "names of roles, comma-separated");
    private static final Flag PATH = Flag.text("path", "a key, or all keys that begin so: /a/*");
    private static final Flag READ = Flag.toggle("read", "reading");
    private static final Flag WRITE = Flag.toggle("write", "writing");
    private static final Flag READWRITE = Flag.toggle("readwrite", "both");
    private static final List<Flag> PERMISSIONS = List.of(PATH, READ, WRITE, READWRITE);

    static final Verb USER = new Verb.Group(
            "user",
            "list, add, change and remove users",
            List.of(
                    new Verb.Leaf("add", "make a user", "<name>[:password]", List.of(), AccessVerbs::addUser),
                    new Verb.Leaf("get", "show a user's roles", "<name>", List.of(), AccessVerbs::showUser),
                    new Verb.Leaf("list", "show all users", "", List.of(), AccessVerbs::listUsers),
                    new Verb.Leaf("remove", "remove a user", "<name>", List.of(), AccessVerbs::removeUser),
                    new Verb.Leaf("grant", "give roles to a user", "<name>", List.of(ROLES), AccessVerbs::grantRoles),
                    new Verb.Leaf(
                            "revoke", "take roles from a user", "<name>", List.of(ROLES), AccessVerbs::revokeRoles),
                    new Verb.Leaf("passwd", "change a password", "<name>", List.of(), AccessVerbs::changePassword)));

    static final Verb ROLE = new Verb.Group(
            "role",
            "list, add, change and remove roles",
            List.of(
                    new Verb.Leaf("add", "make a role", "<name>", List.of(), AccessVerbs::addRole),
                    new Verb.Leaf("get", "show what a role may do", "<name>", List.of(), AccessVerbs::showRole),
                    new Verb.Leaf("list", "show all roles", "", List.of(), AccessVerbs::listRoles),
                    new Verb.Leaf("remove", "remove a role", "<name>", List.of(), AccessVerbs::removeRole),
                    new Verb.Leaf("grant", "allow a role something", "<name>", PERMISSIONS, AccessVerbs::grantPath),
                    new Verb.Leaf(
                            "revoke",
                            "allow a role something no longer",
                            "<name>",
                            PERMISSIONS,
                            AccessVerbs::revokePath)));

    static final Verb AUTH = new Verb.Group(
            "auth",
            "switch access control on and off",
            List.of(
                    new Verb.Leaf("enable", "ask everybody who they are", "", List.of(), AccessVerbs::enable),
                    new Verb.Leaf("disable", "let everybody in", "", List.of(), AccessVerbs::disable)));

    private AccessVerbs() {}

    private static Subcommand listUsers(Arguments line, Terminal terminal) throws Stop {
        Verbs.refuseWords(line);
        return new AccessCommand.ListUsers();
    }

    private static Subcommand showUser(Arguments line, Terminal terminal) throws Stop {
        return new AccessCommand.ShowUser(user(line));
    }

    private static Subcommand addUser(Arguments line, Terminal terminal) throws Stop {
        String word = user(line);
        int colon = word.indexOf(':');
        return new AccessCommand.AddUser(
                colon < 0
                        ? new Credentials(word, newPassword(terminal))
                        : new Credentials(word.substring(0, colon), word.substring(colon + 1)));
    }

    private static Subcommand removeUser(Arguments line, Terminal terminal) throws Stop {
        return new AccessCommand.RemoveUser(user(line));
    }

    private static Subcommand grantRoles(Arguments line, Terminal terminal) throws Stop {
        return changeRoles(line, "grant");
    }

    private static Subcommand revokeRoles(Arguments line, Terminal terminal) throws Stop {
        return changeRoles(line, "revoke");
    }

    private static Subcommand changeRoles(Arguments line, String word) throws Stop {
        String name = user(line);
        if (line.text(ROLES).isEmpty()) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "No roles specified; please use `--roles`");
        }
        return new AccessCommand.ChangeRoles(
                name, word, List.of(line.text(ROLES).split(",", -1)));
    }

    private static Subcommand changePassword(Arguments line, Terminal terminal) throws Stop {
        return new AccessCommand.ChangePassword(new Credentials(user(line), newPassword(terminal)));
    }

    private static Subcommand listRoles(Arguments line, Terminal terminal) throws Stop {
        Verbs.refuseWords(line);
        return new AccessCommand.ListRoles();
    }

    private static Subcommand showRole(Arguments line, Terminal terminal) throws Stop {
        return new AccessCommand.ShowRole(role(line));
    }

    private static Subcommand addRole(Arguments line, Terminal terminal) throws Stop {
        return new AccessCommand.AddRole(role(line));
    }

    private static Subcommand removeRole(Arguments line, Terminal terminal) throws Stop {
        return new AccessCommand.RemoveRole(role(line));
    }

    private static Subcommand grantPath(Arguments line, Terminal terminal) throws Stop {
        return changePermissions(line, "grant");
    }

    private static Subcommand revokePath(Arguments line, Terminal terminal) throws Stop {
        return changePermissions(line, "revoke");
    }

    private static Subcommand changePermissions(Arguments line, String word) throws Stop {
        String path = line.text(PATH);
        if (path.isEmpty()) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "No path specified; please use `--path`");
        }
        int kinds = (line.on(READ) ? 1 : 0) + (line.on(WRITE) ? 1 : 0) + (line.on(READWRITE) ? 1 : 0);
        if (kinds != 1) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "Please specify exactly one of --read, --write or --readwrite");
        }
        return new AccessCommand.ChangePermissions(
                role(line),
                word,
                line.on(WRITE) ? List.of() : List.of(path),
                line.on(READ) ? List.of() : List.of(path));
    }

    private static Subcommand enable(Arguments line, Terminal terminal) throws Stop {
        Verbs.refuseWords(line);
        return new AccessCommand.Switch(true);
    }

    private static Subcommand disable(Arguments line, Terminal terminal) throws Stop {
        Verbs.refuseWords(line);
        return new AccessCommand.Switch(false);
    }

    private static String user(Arguments line) throws Stop {
        return only(line, "Please provide a username");
    }

    private static String role(Arguments line) throws Stop {
        return only(line, "Please provide a role name");
    }

    private static String only(Arguments line, String otherwise) throws Stop {
        if (line.words().size() != 1) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, otherwise);
        }
        return line.words().getFirst();
    }

    /// Asked for on a terminal without showing it, else the first line of standard input.
    private static String newPassword(Terminal terminal) throws Stop {
        try {
            String password = terminal.secret("New password: ");
            if (!password.isEmpty()) {
                return password;
            }
        } catch (IOException e) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "cannot read the password: " + e.getMessage());
        }
        throw new Stop(ExitCode.BAD_ARGUMENTS, "a password is needed, on standard input or at the prompt");
    }
}
