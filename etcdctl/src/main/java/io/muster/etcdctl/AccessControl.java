package io.muster.etcdctl;

import io.muster.keyspace.wire.AccessJson;
import io.muster.keyspace.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The `user`, `role` and `auth` commands, over `/v2/auth`.
record AccessControl(AdminApi api, Terminal terminal) {
    private static final String USERS = "/v2/auth/users";
    private static final String ROLES = "/v2/auth/roles";

    void listUsers() throws Stop {
        for (AccessJson.User user : api.ask(HttpRequest.get(USERS), AccessJson::readUsers)) {
            terminal.say(user.name());
        }
    }

    void showUser(String name) throws Stop {
        AccessJson.User user = api.ask(HttpRequest.get(user(name)), AccessJson::readUser);
        StringBuilder roles = new StringBuilder("Roles: ");
        user.roles().forEach(role -> roles.append(' ').append(role));
        terminal.say("User: " + user.name() + "\n" + roles);
    }

    void addUser(Credentials user) throws Stop {
        api.ask(withPassword(user));
        terminal.say("User " + user.user() + " created");
    }

    void removeUser(String name) throws Stop {
        api.ask(HttpRequest.delete(user(name)));
        terminal.say("User " + name + " removed");
    }

    // The API makes a user whom it does not know, so whether there is one has to be asked first.
    void changePassword(Credentials user) throws Stop {
        api.ask(HttpRequest.get(user(user.user())), AccessJson::readUser);
        api.ask(withPassword(user));
        terminal.say("Password updated");
    }

    void changeRoles(String name, String word, List<String> roles) throws Stop {
        JsonWriter json = new JsonWriter().open().member("user", name);
        json.member("roles").raw("null");
        json.member(word, roles, JsonWriter::string).close();
        api.ask(HttpRequest.json("PUT", user(name), json.toByteArray()));
        terminal.say("User " + name + " updated");
    }

    void listRoles() throws Stop {
        for (AccessJson.Role role : api.ask(HttpRequest.get(ROLES), AccessJson::readRoles)) {
            terminal.say(role.name());
        }
    }

    void showRole(String name) throws Stop {
        AccessJson.Role role = api.ask(HttpRequest.get(role(name)), AccessJson::readRole);
        StringBuilder lines = new StringBuilder("Role: ").append(role.name()).append("\nKV Read:");
        role.read().forEach(pattern -> lines.append("\n\t").append(pattern));
        lines.append("\nKV Write:");
        role.write().forEach(pattern -> lines.append("\n\t").append(pattern));
        terminal.say(lines.toString());
    }

    void addRole(String name) throws Stop {
        if (api.exists(role(name))) {
            throw new Stop(ExitCode.BAD_ARGUMENTS, "Role " + name + " already exists");
        }
        JsonWriter json = new JsonWriter().open().member("role", name);
        permissions(json, "permissions", List.of(), List.of());
        api.ask(HttpRequest.json("PUT", role(name), json.close().toByteArray()));
        terminal.say("Role " + name + " created");
    }

    void removeRole(String name) throws Stop {
        api.ask(HttpRequest.delete(role(name)));
        terminal.say("Role " + name + " removed");
    }

    void changePermissions(String name, String word, List<String> read, List<String> write) throws Stop {
        JsonWriter json = new JsonWriter().open().member("role", name);
        permissions(json, "permissions", List.of(), List.of());
        permissions(json, word, read, write);
        api.ask(HttpRequest.json("PUT", role(name), json.close().toByteArray()));
        terminal.say("Role " + name + " updated");
    }

    void turn(boolean on) throws Stop {
        api.ask(on ? HttpRequest.put("/v2/auth/enable") : HttpRequest.delete("/v2/auth/enable"));
        terminal.say(on ? "Authentication Enabled" : "Authentication Disabled");
    }

    private static HttpRequest withPassword(Credentials user) {
        return HttpRequest.json("PUT", user(user.user()), body(user, user.password()))
                .showing(new String(body(user, "***"), StandardCharsets.UTF_8));
    }

    private static byte[] body(Credentials user, String password) {
        JsonWriter json = new JsonWriter().open().member("user", user.user()).member("password", password);
        json.member("roles").raw("null");
        return json.close().toByteArray();
    }

    private static void permissions(JsonWriter json, String name, List<String> read, List<String> write) {
        json.member(name).open().member("kv").open();
        json.member("read", read, JsonWriter::string).member("write", write, JsonWriter::string);
        json.close().close();
    }

    private static String user(String name) {
        return USERS + "/" + Percent.path(name);
    }

    private static String role(String name) {
        return ROLES + "/" + Percent.path(name);
    }
}
