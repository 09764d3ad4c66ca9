package io.muster.keyspace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.muster.keyspace.access.Permissions;
import io.muster.keyspace.access.Role;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what clients send to `/v2/auth`, as leniently as Go's decoder: names in any case, `null` for anything, text
/// behind the object; and as strictly where a value has the wrong type.
public final class AccessRequestJson {
    private static final String WHAT = "request about access";

    private AccessRequestJson() {}

    /// What is asked for a user.
    ///
    /// @param password in clear; empty when not given
    /// @param roles null when not given
    public record UserRequest(
            String name, String password, @Nullable List<String> roles, List<String> grant, List<String> revoke) {
        public UserRequest {
            roles = roles == null ? null : List.copyOf(roles);
            grant = List.copyOf(grant);
            revoke = List.copyOf(revoke);
        }

        /// Without the password, since records end up in logs.
        @Override
        public String toString() {
            return "UserRequest[name=" + name + "]";
        }
    }

    /// Reads what is asked for a user.
    ///
    /// @throws MalformedBytesException when the body is no such request
    public static UserRequest readUser(byte[] body) {
        var parts = new UserParts();
        Json.readOptionalObject(WHAT, new String(body, UTF_8), parts::member);
        return parts.request();
    }

    /// Reads what is asked for a role: its permissions when it is to be made, a grant and a revocation when it is to be
    /// changed.
    ///
    /// @throws MalformedBytesException when the body is no such request
    public static Role readRole(byte[] body) {
        var parts = new RoleParts();
        Json.readOptionalObject(WHAT, new String(body, UTF_8), parts::member);
        return parts.role();
    }

    private static final class UserParts {
        private String name = "";
        private String password = "";
        private @Nullable List<String> roles;
        private @Nullable List<String> grant;
        private @Nullable List<String> revoke;

        void member(JsonParser json, String field) throws IOException {
            switch (field.toLowerCase(Locale.ROOT)) {
                case "user" -> name = text(json, name);
                case "password" -> password = text(json, password);
                case "roles" -> roles = texts(json);
                case "grant" -> grant = texts(json);
                case "revoke" -> revoke = texts(json);
                default -> json.skipChildren();
            }
        }

        UserRequest request() {
            return new UserRequest(name, password, roles, orNone(grant), orNone(revoke));
        }

        private static List<String> orNone(@Nullable List<String> names) {
            return names == null ? List.of() : names;
        }
    }

    private static final class RoleParts {
        private String name = "";
        private Permissions permissions = Permissions.NONE;
        private @Nullable Permissions grant;
        private @Nullable Permissions revoke;

        void member(JsonParser json, String field) throws IOException {
            switch (field.toLowerCase(Locale.ROOT)) {
                case "role" -> name = text(json, name);
                case "permissions" -> {
                    if (!isNull(json)) {
                        permissions = permissions(json);
                    }
                }
                case "grant" -> grant = isNull(json) ? null : permissions(json);
                case "revoke" -> revoke = isNull(json) ? null : permissions(json);
                default -> json.skipChildren();
            }
        }

        Role role() {
            return new Role(name, permissions, grant, revoke);
        }
    }

    private static Permissions permissions(JsonParser json) throws IOException {
        var patterns = new Object() {
            private @Nullable List<String> read;
            private @Nullable List<String> write;

            void kind(JsonParser kinds, String field) throws IOException {
                if (!field.toLowerCase(Locale.ROOT).equals("kv")) {
                    kinds.skipChildren();
                } else if (!isNull(kinds)) {
                    Json.members(WHAT, kinds, this::pattern);
                }
            }

            void pattern(JsonParser patterns, String field) throws IOException {
                switch (field.toLowerCase(Locale.ROOT)) {
                    case "read" -> read = texts(patterns);
                    case "write" -> write = texts(patterns);
                    default -> patterns.skipChildren();
                }
            }
        };
        Json.members(WHAT, json, patterns::kind);
        return new Permissions(patterns.read, patterns.write);
    }

    private static @Nullable List<String> texts(JsonParser json) throws IOException {
        return isNull(json) ? null : Json.list(WHAT, json, item -> text(item, ""));
    }

    /// A string; what stands there already where there is `null`.
    private static String text(JsonParser json, String already) throws IOException {
        if (isNull(json)) {
            return already;
        }
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            throw new MalformedBytesException(WHAT + " has something else where a string was due");
        }
        return Utf8.withoutLoneSurrogates(json.getText());
    }

    private static boolean isNull(JsonParser json) {
        return json.currentToken() == JsonToken.VALUE_NULL;
    }
}
