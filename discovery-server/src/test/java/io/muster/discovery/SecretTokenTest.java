package io.muster.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A token with two URLs: one to register by, one to look at.
class SecretTokenTest {
    private static final String VALUE = "value=n1=http://10.0.0.1:2380";

    private static LocalService service;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        service = LocalService.start("--data-dir", directory.toString());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void nodesRegisterByTheFirstUrlAndTheSecondShowsThem() throws Exception {
        List<String> paths = twoPaths();
        String register = paths.getFirst();
        String read = paths.getLast();

        assertTrue(service.get(register + "/_config/size").body().contains("\"value\":\"2\""));
        assertEquals(
                201,
                service.send("PUT", register + "/a1?prevExist=false", VALUE).statusCode());

        HttpResponse<String> listing = service.get(read);
        assertTrue(listing.body().contains("n1=http://10.0.0.1:2380"), listing.body());
        assertEquals(listing.body(), service.get(register).body());
        assertFalse(listing.body().contains(register), listing.body());
        assertFalse(service.get(read + "/_status").body().contains(register.substring(1)));
    }

    @Test
    void nothingCanBeChangedByTheSecondUrl() throws Exception {
        List<String> paths = twoPaths();
        service.send("PUT", paths.getFirst() + "/a1", VALUE);
        String read = paths.getLast();

        for (HttpResponse<String> answer : List.of(
                service.send("PUT", read + "/a2", "value=n2=http://10.0.0.2:2380"),
                service.send("PUT", read + "/a1", VALUE),
                service.send("DELETE", read + "/a1", ""),
                service.send("PUT", read + "/_report/a1", "x"),
                service.send("PUT", "/v2/keys/_etcd/registry" + read + "/a2", "value=n2=http://10.0.0.2:2380"))) {
            assertEquals(401, answer.statusCode(), answer.body());
            assertTrue(answer.body().startsWith("{\"errorCode\":110,"), answer.body());
        }
    }

    @Test
    void waitIsHeldByEitherUrl() throws Exception {
        List<String> paths = twoPaths();
        try (HeldAnswer node =
                        HeldAnswer.begin(service.server().port(), paths.getFirst() + "?wait=true&recursive=true");
                HeldAnswer reader =
                        HeldAnswer.begin(service.server().port(), paths.getLast() + "?wait=true&recursive=true")) {
            service.send("PUT", paths.getFirst() + "/a1", VALUE);

            String told = node.nextLine();
            assertTrue(told.contains("n1=http://10.0.0.1:2380"), told);
            assertEquals(told, reader.nextLine());
        }
    }

    @Test
    void wordThatIsNeitherTrueNorFalseIsRefused() throws Exception {
        assertEquals(400, service.get("/new?size=3&secret=maybe").statusCode());
    }

    private static List<String> twoPaths() throws Exception {
        List<String> paths = service.get("/new?size=2&secret=true")
                .body()
                .lines()
                .map(url -> url.substring(url.lastIndexOf('/')))
                .toList();
        assertEquals(2, paths.size());
        assertNotEquals(paths.getFirst(), paths.getLast());
        return paths;
    }
}
