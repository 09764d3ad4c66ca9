package io.muster.cloudconfig;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One thing to be done to a machine. Doing it twice is the same as doing it once, except for `CommandUnit`,
/// `ReloadUnits` and `RunScript`.
///
/// Each carries its reason: the part of the document that asks for it.
public sealed interface Step {
    String reason();

    /// What is done, for people: one line without the reason.
    String action();

    /// What is done and why, in one line.
    default String line() {
        return action() + "  # " + reason();
    }

    record SetHostname(String hostname, String reason) implements Step {
        @Override
        public String action() {
            return "set hostname " + hostname;
        }
    }

    /// Makes an account that is not there yet.
    record AddUser(CloudConfig.User user, String reason) implements Step {
        @Override
        public String action() {
            return "add user " + user.name();
        }
    }

    /// Gives an account a password.
    ///
    /// @param passwordHash as crypt(3) makes it
    record SetPassword(String user, String passwordHash, String reason) implements Step {
        @Override
        public String action() {
            return "set password of " + user;
        }
    }

    /// Lets these keys, and under this name no others, log in as the user.
    record AuthorizeKeys(String user, String keyName, List<String> keys, String reason) implements Step {
        public AuthorizeKeys {
            keys = List.copyOf(keys);
        }

        @Override
        public String action() {
            return "authorize %d key%s for %s as %s".formatted(keys.size(), keys.size() == 1 ? "" : "s", user, keyName);
        }
    }

    /// Writes a file and the folders above it.
    ///
    /// @param owner as chown(1) takes it, or null for root
    record WriteFile(
            String path, Bytes content, int mode, @Nullable String owner, String reason) implements Step {
        @Override
        public String action() {
            return "write %s, mode %04o, %d bytes%s"
                    .formatted(path, mode, content.size(), owner == null ? "" : ", owner " + owner);
        }
    }

    /// Writes a unit file.
    record PlaceUnit(String path, String content, String reason) implements Step {
        @Override
        public String action() {
            return "place unit " + path;
        }
    }

    /// Writes a drop-in of a unit.
    record PlaceDropIn(String path, String content, String reason) implements Step {
        @Override
        public String action() {
            return "place drop-in " + path;
        }
    }

    /// Puts a link to /dev/null in a unit file's place.
    record MaskUnit(String path, String reason) implements Step {
        @Override
        public String action() {
            return "mask " + path;
        }
    }

    /// Removes a unit file that is empty or a link to /dev/null.
    record UnmaskUnit(String path, String reason) implements Step {
        @Override
        public String action() {
            return "unmask " + path;
        }
    }

    /// Lets go of the interfaces that are to be configured anew, loads what they need, and restarts networkd. Nothing
    /// is done where the files to come are there already.
    record RestartNetwork(NetworkSetup network, String reason) implements Step {
        @Override
        public String action() {
            return "take down %s%s and restart systemd-networkd.service"
                    .formatted(
                            network.interfaces().isEmpty() ? "no interface" : String.join(", ", network.interfaces()),
                            network.modules().stream()
                                    .map(module -> ", load " + String.join(" ", module))
                                    .collect(Collectors.joining()));
        }
    }

    /// Lets a unit start at boot, by the links that its `[Install]` section asks for.
    record EnableUnit(String unit, boolean runtime, String reason) implements Step {
        @Override
        public String action() {
            return "enable " + unit + (runtime ? " until reboot" : "");
        }
    }

    /// Lets systemd read its unit files again.
    record ReloadUnits(String reason) implements Step {
        @Override
        public String action() {
            return "reload unit files";
        }
    }

    record CommandUnit(String unit, UnitCommand command, String reason) implements Step {
        @Override
        public String action() {
            return command + " " + unit;
        }
    }

    /// Runs a script as root.
    record RunScript(Bytes script, String reason) implements Step {
        @Override
        public String action() {
            return "run script, %d bytes".formatted(script.size());
        }
    }
}
