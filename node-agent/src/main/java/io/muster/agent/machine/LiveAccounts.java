package io.muster.agent.machine;

import io.muster.agent.machine.Host.Answer;
import io.muster.cloudconfig.CloudConfig.User;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The accounts of a running system, made by its own programs. A password's hash goes through stdin where it can: what
/// is on a command line everybody may read.
final class LiveAccounts {
    private final Host host;

    LiveAccounts(Host host) {
        this.host = host;
    }

    void add(User user) throws IOException, StepFailed {
        List<String> command = new ArrayList<>(List.of("useradd"));
        option(command, "--comment", user.gecos());
        option(command, "--home-dir", user.homedir());
        command.add(user.noCreateHome() ? "--no-create-home" : "--create-home");
        option(command, "--gid", user.primaryGroup());
        option(command, "--groups", user.groups().isEmpty() ? null : String.join(",", user.groups()));
        flag(command, "--no-user-group", user.noUserGroup());
        flag(command, "--system", user.system());
        flag(command, "--no-log-init", user.noLogInit());
        option(command, "--shell", user.shell());
        command.add("--");
        command.add(user.name());
        must("", command);
        setPassword(user.name(), user.passwordHash() == null ? "*" : user.passwordHash());
    }

    void setPassword(String user, String hash) throws IOException, StepFailed {
        if (user.matches(".*[:\\n].*") || hash.indexOf('\n') >= 0) {
            throw new StepFailed(
                    "the password of '%s' cannot be set: a line break or colon is in the way".formatted(user));
        }
        must(user + ":" + hash + "\n", List.of("chpasswd", "-e"));
    }

    private void must(String input, List<String> command) throws IOException, StepFailed {
        Answer answer = host.run(input, command);
        if (!answer.ok()) {
            throw new StepFailed("'%s' failed: %s".formatted(String.join(" ", command), answer.output()));
        }
    }

    private static void option(List<String> command, String name, @Nullable String value) {
        if (value != null) {
            command.add(name);
            command.add(value);
        }
    }

    private static void flag(List<String> command, String name, boolean set) {
        if (set) {
            command.add(name);
        }
    }
}
