package io.muster.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AccessControlTest {
    @AutoClose
    private final TestMember member = TestMember.start();

    @Test
    void usersAreAddedShownAndRemoved() {
        member.answer("PUT /v2/auth/users/me", 201, "{\"user\":\"me\",\"roles\":null}");
        assertEquals(told("User me created\n"), etcdctl("user", "add", "me:pw"));
        assertEquals(
                List.of("PUT /v2/auth/users/me {\"user\":\"me\",\"password\":\"pw\",\"roles\":null}"),
                member.requests());
        member.answer("GET /v2/auth/users", 200, "{\"users\":[{\"user\":\"me\"},{\"user\":\"root\"}]}");
        assertEquals(told("me\nroot\n"), etcdctl("user", "list"));
        member.answer("GET /v2/auth/users/me", 200, "{\"user\":\"me\",\"roles\":[{\"role\":\"a\"},{\"role\":\"b\"}]}");
        assertEquals(told("User: me\nRoles:  a b\n"), etcdctl("user", "get", "me"));
        member.answer("DELETE /v2/auth/users/me", 200, "");
        assertEquals(told("User me removed\n"), etcdctl("user", "remove", "me"));
    }

    @Test
    void rolesOfAUserAreGrantedAndRevoked() {
        member.answer("PUT /v2/auth/users/me", 200, "{\"user\":\"me\",\"roles\":[\"a\"]}");
        assertEquals(told("User me updated\n"), etcdctl("user", "grant", "--roles", "a,b", "me"));
        assertEquals(told("User me updated\n"), etcdctl("user", "revoke", "me", "--roles=a"));
        assertEquals(
                List.of(
                        "PUT /v2/auth/users/me {\"user\":\"me\",\"roles\":null,\"grant\":[\"a\",\"b\"]}",
                        "PUT /v2/auth/users/me {\"user\":\"me\",\"roles\":null,\"revoke\":[\"a\"]}"),
                member.requests());
    }

    @Test
    void passwordIsReadFromStandardInputAndNeverShown() {
        member.answer("GET /v2/auth/users/me", 200, "{\"user\":\"me\"}");
        member.answer("PUT /v2/auth/users/me", 200, "{\"user\":\"me\"}");
        CommandLine changed = etcdctlReading("new secret\n", "--debug", "user", "passwd", "me");
        assertEquals("Password updated\n", changed.out());
        assertTrue(changed.err().contains("\\\"password\\\":\\\"***\\\""), changed::err);
        assertFalse(changed.err().contains("secret"), changed::err);
        assertTrue(member.requests().getLast().contains("\"password\":\"new secret\""));
        CommandLine none = etcdctlReading("", "user", "passwd", "me");
        assertEquals(new CommandLine(1, "", "a password is needed, on standard input or at the prompt\n"), none);
    }

    @Test
    void passwordOfAUserWhoIsNotThereMakesNone() {
        member.answer("GET /v2/auth/users/me", 404, "{\"message\":\"auth: User me does not exist.\"}");
        assertEquals(
                new CommandLine(1, "", "auth: User me does not exist.\n"),
                etcdctlReading("pw\n", "user", "passwd", "me"));
        assertEquals(List.of("GET /v2/auth/users/me"), member.requests());
    }

    @Test
    void rolesAreAddedShownAndRemoved() {
        member.answer("PUT /v2/auth/roles/r", 201, "{\"role\":\"r\"}");
        assertEquals(told("Role r created\n"), etcdctl("role", "add", "r"));
        member.answer(
                "GET /v2/auth/roles/r",
                200,
                "{\"role\":\"r\",\"permissions\":{\"kv\":{\"read\":[\"/a/*\",\"/b\"],\"write\":[]}}}");
        assertEquals(new CommandLine(1, "", "Role r already exists\n"), etcdctl("role", "add", "r"));
        assertEquals(told("Role: r\nKV Read:\n\t/a/*\n\t/b\nKV Write:\n"), etcdctl("role", "get", "r"));
        member.answer("GET /v2/auth/roles", 200, "{\"roles\":[{\"role\":\"r\"},{\"role\":\"root\"}]}");
        assertEquals(told("r\nroot\n"), etcdctl("role", "list"));
        member.answer("DELETE /v2/auth/roles/r", 200, "");
        assertEquals(told("Role r removed\n"), etcdctl("role", "remove", "r"));
    }

    @Test
    void permissionsAreGrantedAndRevoked() {
        member.answer("PUT /v2/auth/roles/r", 200, "{\"role\":\"r\"}");
        assertEquals(told("Role r updated\n"), etcdctl("role", "grant", "--path", "/a/*", "--readwrite", "r"));
        assertEquals(told("Role r updated\n"), etcdctl("role", "revoke", "--path", "/a/*", "-write", "r"));
        String start = "PUT /v2/auth/roles/r {\"role\":\"r\",\"permissions\":{\"kv\":{\"read\":[],\"write\":[]}},";
        assertEquals(
                List.of(
                        start + "\"grant\":{\"kv\":{\"read\":[\"/a/*\"],\"write\":[\"/a/*\"]}}}",
                        start + "\"revoke\":{\"kv\":{\"read\":[],\"write\":[\"/a/*\"]}}}"),
                member.requests());
    }

    @Test
    void accessControlIsSwitchedOnAndOff() {
        member.answer("PUT /v2/auth/enable", 200, "");
        assertEquals(told("Authentication Enabled\n"), etcdctl("auth", "enable"));
        member.answer("DELETE /v2/auth/enable", 401, "{\"message\":\"Insufficient credentials\"}");
        assertEquals(new CommandLine(1, "", "Insufficient credentials\n"), etcdctl("auth", "disable"));
        member.answer("DELETE /v2/auth/enable", 200, "");
        assertEquals(told("Authentication Disabled\n"), etcdctl("auth", "disable"));
    }

    private static CommandLine told(String out) {
        return new CommandLine(0, out, "");
    }

    private CommandLine etcdctl(String... words) {
        return etcdctlReading("", words);
    }

    private CommandLine etcdctlReading(String stdin, String... words) {
        List<String> args = new ArrayList<>(List.of("--no-sync"));
        args.addAll(List.of(words));
        return CommandLine.run(Map.of("ETCDCTL_ENDPOINTS", member.url()), stdin, args);
    }
}
