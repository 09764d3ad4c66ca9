package io.muster.keyspace.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What `/v2/auth` says of users and roles.
public final class AccessJson {
    private static final String WHAT = "answer about access";

    private AccessJson() {}

    /// Somebody who may ask.
    ///
    /// @param roles names, whether the server told the roles by name or in full
    public record User(String name, List<String> roles) {
        public User {
            roles = List.copyOf(roles);
        }
    }

    /// What those who have it may do.
    ///
    /// @param read patterns of keys that may be read
    /// @param write patterns of keys that may be written
    public record Role(String name, List<String> read, List<String> write) {
        public Role {
            read = List.copyOf(read);
            write = List.copyOf(write);
        }
    }

    /// One user.
    ///
    /// @throws MalformedBytesException when it is none
    public static User readUser(byte[] body) {
        var parts = new UserParts();
        Json.readObject(WHAT, body, parts::member);
        return parts.user();
    }

    /// The list of all users.
    ///
    /// @throws MalformedBytesException when it is none
    public static List<User> readUsers(byte[] body) {
        return readList(body, "users", AccessJson::user);
    }

    /// One role.
    ///
    /// @throws MalformedBytesException when it is none
    public static Role readRole(byte[] body) {
        var parts = new RoleParts();
        Json.readObject(WHAT, body, parts::member);
        return parts.role();
    }

    /// The list of all roles.
    ///
    /// @throws MalformedBytesException when it is none
    public static List<Role> readRoles(byte[] body) {
        return readList(body, "roles", AccessJson::role);
    }

    private static <T> List<T> readList(byte[] body, String name, Json.Item<T> item) {
        List<T> found = new ArrayList<>();
        Json.readObject(WHAT, body, (json, member) -> {
            if (member.equals(name)) {
                found.addAll(Json.list(WHAT, json, item));
            } else {
                json.skipChildren();
            }
        });
        return found;
    }

    // early servers list names only
    private static User user(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return new User(Json.string(json), List.of());
        }
        var parts = new UserParts();
        Json.members(WHAT, json, parts::member);
        return parts.user();
    }

    private static Role role(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return new Role(Json.string(json), List.of(), List.of());
        }
        var parts = new RoleParts();
        Json.members(WHAT, json, parts::member);
        return parts.role();
    }

    private static final class UserParts {
        private String name = "";
        private List<Role> roles = List.of();

        void member(JsonParser json, String field) throws IOException {
            switch (field) {
                case "user" -> name = Json.string(json);
                case "roles" -> roles = Json.list(WHAT, json, AccessJson::role);
                default -> json.skipChildren();
            }
        }

        User user() {
            return new User(name, roles.stream().map(Role::name).toList());
        }
    }

    private static final class RoleParts {
        private String name = "";
        private List<String> read = List.of();
        private List<String> write = List.of();

        void member(JsonParser json, String field) throws IOException {
            switch (field) {
                case "role" -> name = Json.string(json);
                case "permissions" -> Json.members(WHAT, json, this::permission);
                default -> json.skipChildren();
            }
        }

        private void permission(JsonParser json, String field) throws IOException {
            if (field.equals("kv")) {
                Json.members(WHAT, json, this::pattern);
            } else {
                json.skipChildren();
            }
        }

        private void pattern(JsonParser json, String field) throws IOException {
            switch (field) {
                case "read" -> read = Json.list(WHAT, json, Json::string);
                case "write" -> write = Json.list(WHAT, json, Json::string);
                default -> json.skipChildren();
            }
        }

        Role role() {
            return new Role(name, read, write);
        }
    }
}
