package io.muster.agent.machine;

import io.muster.cloudconfig.Bytes;
import io.muster.cloudconfig.CloudConfig.User;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The users and groups of a system below a folder: /etc/passwd, /etc/group and /etc/shadow.
///
/// A folder without them knows root and core, as the system it stands for would.
final class Accounts {
    private static final String PASSWD = "/etc/passwd";
    private static final String GROUP = "/etc/group";
    private static final String SHADOW = "/etc/shadow";
    private static final String BARE_PASSWD =
            "root:x:0:0:root:/root:/bin/bash\ncore:x:500:500:CoreOS Admin:/home/core:/bin/bash\n";
    private static final String BARE_GROUP = "root:x:0:root\ncore:x:500:\n";
    private static final int PUBLIC = 0644;
    private static final int SECRET = 0600;
    private static final int FIRST_SYSTEM_ID = 201;
    private static final int FIRST_USER_ID = 1000;
    private static final int USERS_GROUP = 100;

    private final Root root;

    Accounts(Root root) {
        this.root = root;
    }

    /// One line of a file of accounts.
    private record Line(List<String> fields) {
        String name() {
            return fields.getFirst();
        }

        int number(int field) {
            return Integer.parseInt(fields.get(field));
        }

        Line with(int field, String value) {
            List<String> changed = new ArrayList<>(fields);
            changed.set(field, value);
            return new Line(changed);
        }
    }

    Set<String> names() throws IOException {
        return lines(PASSWD, BARE_PASSWD).stream().map(Line::name).collect(Collectors.toSet());
    }

    boolean hasGroup(String group) throws IOException {
        return find(GROUP, BARE_GROUP, group).isPresent();
    }

    Optional<String> home(String user) throws IOException {
        return find(PASSWD, BARE_PASSWD, user).map(line -> line.fields().get(5));
    }

    /// Whether a home folder is there; in a folder without accounts it is, as on the system it stands for.
    boolean hasHome(String home) throws IOException {
        return root.isFolder(home) || root.read(PASSWD).isEmpty();
    }

    Ownership ownership(String user) throws IOException {
        return find(PASSWD, BARE_PASSWD, user)
                .map(line -> new Ownership(line.number(2), line.number(3)))
                .orElse(Ownership.ROOT);
    }

    /// Reads an owner as chown(1) does: `user`, `user:group`, `:group`, `user:`, names or numbers.
    Ownership parse(String owner) throws IOException, StepFailed {
        int colon = owner.indexOf(':');
        String user = colon < 0 ? owner : owner.substring(0, colon);
        String group = colon < 0 ? "" : owner.substring(colon + 1);
        int uid = user.isEmpty() ? 0 : id(PASSWD, BARE_PASSWD, user, "user");
        if (!group.isEmpty()) {
            return new Ownership(uid, id(GROUP, BARE_GROUP, group, "group"));
        }
        return new Ownership(uid, colon > 0 ? ownership(user).gid() : 0);
    }

    /// Adds a user as useradd(8) would.
    void add(User user) throws IOException, StepFailed {
        if (user.name().contains(":")
                || user.name().contains("\n")
                || user.name().contains("/")) {
            throw new StepFailed("user name '%s' has a character that no name may have".formatted(user.name()));
        }
        List<Line> passwd = lines(PASSWD, BARE_PASSWD);
        List<Line> groups = lines(GROUP, BARE_GROUP);
        for (String group : user.groups()) {
            id(GROUP, BARE_GROUP, group, "group");
        }
        int uid = free(passwd, user.system());
        int gid = USERS_GROUP;
        if (user.primaryGroup() != null) {
            gid = id(GROUP, BARE_GROUP, user.primaryGroup(), "group");
        } else if (!user.noUserGroup()) {
            gid = free(groups, user.system());
            groups.add(line(user.name(), "x", gid, ""));
        }
        String home = user.homedir() == null ? "/home/" + user.name() : user.homedir();
        String comment = user.gecos() == null ? "" : user.gecos().replace(":", " ");
        String shell = user.shell() == null ? "/bin/bash" : user.shell();
        passwd.add(line(user.name(), "x", uid, gid, comment, home, shell));
        groups.replaceAll(member(user));
        String hash = user.passwordHash() == null ? "*" : user.passwordHash();
        List<Line> shadow = lines(SHADOW, "");
        shadow.add(line(user.name(), hash, "", "", "", "", "", "", ""));
        if (root.read(PASSWD).isEmpty()) {
            root.makeFolder("/home/core", Root.FOLDER_MODE, ownership("core"));
        }
        save(SHADOW, shadow, SECRET);
        save(GROUP, groups, PUBLIC);
        save(PASSWD, passwd, PUBLIC);
        if (!user.noCreateHome()) {
            root.makeFolder(home, Root.FOLDER_MODE, new Ownership(uid, gid));
        }
    }

    /// Gives a user a password.
    ///
    /// @return whether anything had to be changed
    boolean setPassword(String user, String hash) throws IOException {
        List<Line> before = lines(SHADOW, "");
        List<Line> after = new ArrayList<>(before);
        after.replaceAll(line -> line.name().equals(user) ? line.with(1, hash) : line);
        if (after.stream().noneMatch(line -> line.name().equals(user))) {
            after.add(line(user, hash, "", "", "", "", "", "", ""));
        }
        if (after.equals(before)) {
            return false;
        }
        save(SHADOW, after, SECRET);
        return true;
    }

    private static UnaryOperator<Line> member(User user) {
        return line -> {
            if (!user.groups().contains(line.name())) {
                return line;
            }
            String members = line.fields().get(3);
            return line.with(3, members.isEmpty() ? user.name() : members + "," + user.name());
        };
    }

    private static int free(List<Line> lines, boolean system) {
        Set<Integer> taken = lines.stream().map(line -> line.number(2)).collect(Collectors.toSet());
        int id = system ? FIRST_SYSTEM_ID : FIRST_USER_ID;
        while (taken.contains(id)) {
            id++;
        }
        return id;
    }

    private int id(String file, String bare, String name, String kind) throws IOException, StepFailed {
        if (name.matches("[0-9]{1,9}")) {
            return Integer.parseInt(name);
        }
        return find(file, bare, name)
                .map(line -> line.number(2))
                .orElseThrow(() -> new StepFailed(
                        "there is no %s '%s' in %s; create it first or use its number".formatted(kind, name, file)));
    }

    private Optional<Line> find(String file, String bare, String name) throws IOException {
        return lines(file, bare).stream()
                .filter(line -> line.name().equals(name))
                .findFirst();
    }

    private List<Line> lines(String file, String bare) throws IOException {
        int fields = file.equals(PASSWD) ? 7 : file.equals(GROUP) ? 4 : 2;
        return root.read(file)
                .orElse(bare)
                .lines()
                .map(text -> new Line(Arrays.asList(text.split(":", -1))))
                .filter(line -> line.fields().size() >= fields)
                .filter(line -> fields == 2 || line.fields().get(2).matches("[0-9]{1,9}"))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void save(String file, List<Line> lines, int mode) throws IOException {
        String text = lines.stream()
                .map(line -> String.join(":", line.fields()) + "\n")
                .collect(Collectors.joining());
        root.write(file, Bytes.of(text), mode, Ownership.ROOT);
    }

    private static Line line(Object... fields) {
        return new Line(Stream.of(fields).map(String::valueOf).toList());
    }
}
