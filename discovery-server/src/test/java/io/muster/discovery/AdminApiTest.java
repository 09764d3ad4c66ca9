package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminApiTest {
    private static final String SECRET = "a secret that nobody can guess";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static LocalService service;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), SECRET + "\n");
        service = LocalService.start(
                "--data-dir", directory.resolve("data").toString(), "--admin-secret-file", secret.toString());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void nothingIsDoneForWhoeverDoesNotShowTheSecret() throws Exception {
        String token = token(3);
        for (String credential : new String[] {"", "Bearer", "Bearer ", "Bearer wrong", "Basic " + SECRET, SECRET}) {
            HttpResponse<String> answer = send("DELETE", "/admin/tokens/" + token, "", credential);

            assertEquals(401, answer.statusCode(), credential);
            assertEquals(110, JSON.readTree(answer.body()).get("errorCode").asInt(), answer.body());
        }
        assertEquals(
                "waiting",
                admin("GET", "/admin/tokens/" + token, "").get("state").asText());
    }

    @Test
    void tokenIsShownWithItsMembersTheirTimesAndReports() throws Exception {
        String token = token(2);
        register(token, "a1", "n1=http://10.0.0.1:2380");
        assertEquals(
                204,
                service.send("PUT", "/" + token + "/_report/a1", "units: all started")
                        .statusCode());

        JsonNode shown = admin("GET", "/admin/tokens/" + token, "");

        assertEquals(token, shown.get("token").asText());
        assertEquals("waiting", shown.get("state").asText());
        assertEquals(1, shown.get("waitingFor").asInt());
        assertTrue(shown.get("created").asText().matches("20.*Z"), shown.toString());
        assertTrue(shown.get("expires").asText().matches("20.*Z"), shown.toString());
        JsonNode member = shown.get("members").get(0);
        assertEquals("n1", member.get("name").asText());
        assertEquals("http://10.0.0.1:2380", member.get("peerURLs").get(0).asText());
        assertTrue(member.get("registered").asText().matches("20.*Z"), member.toString());
        assertEquals("units: all started", member.get("report").get("text").asText());
        assertEquals(shown.toString(), service.get("/" + token + "/_status").body());
    }

    @Test
    void tokenIsResizedRelievedOfAMemberExpiredAndDeleted() throws Exception {
        String token = token(2);
        register(token, "a1", "n1=http://10.0.0.1:2380");
        register(token, "a2", "n2=http://10.0.0.2:2380");
        String path = "/admin/tokens/" + token;

        assertEquals(1, admin("PUT", path, "size=3").get("waitingFor").asInt());
        assertEquals(
                2, admin("DELETE", path + "/members/a1", "").get("waitingFor").asInt());
        assertEquals(
                404,
                send("DELETE", path + "/members/a1", "", "Bearer " + SECRET).statusCode());
        HttpResponse<String> refused = send("PUT", path, "size=1000", "Bearer " + SECRET);
        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("1 to 100"), refused.body());
        assertEquals("expired", admin("POST", path + "/expire", "").get("state").asText());
        assertEquals(404, service.get("/" + token + "/_config/size").statusCode());
        assertEquals(404, send("POST", path + "/expire", "", "Bearer " + SECRET).statusCode());
        assertEquals(204, send("DELETE", path, "", "Bearer " + SECRET).statusCode());
        assertEquals(404, send("GET", path, "", "Bearer " + SECRET).statusCode());
    }

    @Test
    void allTokensAreListedPageByPage() throws Exception {
        int made = 7;
        for (int i = 0; i < made; i++) {
            token(1);
        }
        int seen = 0;
        String next = "";
        do {
            JsonNode page = admin("GET", "/admin/tokens?limit=3" + next, "");
            seen += page.get("tokens").size();
            next = page.has("next") ? "&after=" + page.get("next").asText() : "";
        } while (!next.isEmpty());

        assertTrue(seen >= made, "listed " + seen);
        assertEquals(
                400,
                send("GET", "/admin/tokens?limit=0", "", "Bearer " + SECRET).statusCode());
    }

    @Test
    void reportIsBoundedAndNeedsItsMember() throws Exception {
        String token = token(2);
        register(token, "a1", "n1=http://10.0.0.1:2380");

        assertEquals(
                400,
                service.send("PUT", "/" + token + "/_report/a1", "x".repeat(20_000))
                        .statusCode());
        assertEquals(404, service.send("PUT", "/" + token + "/_report/a2", "x").statusCode());
        assertEquals(404, service.get("/" + token + "/_report/a1").statusCode());
        assertEquals(204, service.send("PUT", "/" + token + "/_report/a1", "x").statusCode());
        assertEquals("x", service.get("/" + token + "/_report/a1").body());
    }

    private static String token(int size) throws Exception {
        String url = service.newToken(size);
        return url.substring(url.lastIndexOf('/') + 1);
    }

    private static void register(String token, String id, String value) throws Exception {
        HttpResponse<String> answer =
                service.send("PUT", "/" + token + "/" + id + "?prevExist=false", "value=" + value);
        assertEquals(201, answer.statusCode(), answer.body());
    }

    private static JsonNode admin(String method, String path, String form) throws Exception {
        HttpResponse<String> answer = send(method, path, form, "Bearer " + SECRET);
        assertEquals(200, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> send(String method, String path, String form, String credential)
            throws Exception {
        var request = service.request(method, path, form);
        return service.send(
                credential.isEmpty()
                        ? request.build()
                        : request.header("Authorization", credential).build());
    }
}
