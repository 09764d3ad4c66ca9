package io.muster.etcdctl;

import java.util.List;

/// The verbs of `user`, `role` and `auth`.
sealed interface AccessCommand extends Subcommand {
    /// Does it.
    void perform(AccessControl access) throws Stop;

    @Override
    default ExitCode perform(Session session) throws Stop {
        perform(session.access());
        return ExitCode.OK;
    }

    /// `user list`.
    record ListUsers() implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.listUsers();
        }
    }

    /// `user get`.
    record ShowUser(String name) implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.showUser(name);
        }
    }

    /// `user add`.
    record AddUser(Credentials user) implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.addUser(user);
        }
    }

    /// `user remove`.
    record RemoveUser(String name) implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.removeUser(name);
        }
    }

    /// `user passwd`.
    record ChangePassword(Credentials user) implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.changePassword(user);
        }
    }

    /// `user grant` and `user revoke`.
    ///
    /// @param word `grant` or `revoke`
    record ChangeRoles(String name, String word, List<String> roles) implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.changeRoles(name, word, roles);
        }
    }

    /// `role list`.
    record ListRoles() implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.listRoles();
        }
    }

    /// `role get`.
    record ShowRole(String name) implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.showRole(name);
        }
    }

    /// `role add`.
    record AddRole(String name) implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.addRole(name);
        }
    }

    /// `role remove`.
    record RemoveRole(String name) implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.removeRole(name);
        }
    }

    /// `role grant` and `role revoke`.
    ///
    /// @param word `grant` or `revoke`
    /// @param read patterns of keys that may be read
    /// @param write patterns of keys that may be written
    record ChangePermissions(String name, String word, List<String> read, List<String> write) implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.changePermissions(name, word, read, write);
        }
    }

    /// `auth enable` and `auth disable`.
    record Switch(boolean on) implements AccessCommand {
        @Override
        public void perform(AccessControl access) throws Stop {
            access.turn(on);
        }
    }
}
