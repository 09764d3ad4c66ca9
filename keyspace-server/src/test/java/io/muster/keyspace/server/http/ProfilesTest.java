package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// `--enable-pprof` shows what the process is busy with; nobody is shown that who has not asked for it.
class ProfilesTest {
    @Test
    void threadsAndClassesAreShownAsText() throws IOException {
        try (LocalServer server = LocalServer.start(new ManualClock(), ClientSettings.DEFAULT.withProfiles());
                WireClient client = new WireClient(server.uri(""))) {
            assertTrue(client.exchange("GET", "/debug/pprof/").body().contains("goroutine"));
            String threads =
                    client.exchange("GET", "/debug/pprof/goroutine?debug=2").body();
            assertTrue(threads.contains(ProfilesTest.class.getName() + ".threadsAndClassesAreShownAsText"), threads);
            String classes = client.exchange("GET", "/debug/pprof/heap").body();
            assertTrue(classes.contains("java.lang.String"), classes);
            WireClient.Answer profile = client.exchange("GET", "/debug/pprof/profile?seconds=1");
            assertEquals(501, profile.status());
            assertTrue(profile.body().contains("JFR.start"), profile.body());
        }
    }

    @Test
    void nothingIsShownUnasked() throws IOException {
        try (LocalServer server = LocalServer.start(new ManualClock());
                WireClient client = new WireClient(server.uri(""))) {
            assertEquals(404, client.exchange("GET", "/debug/pprof/").status());
            assertEquals(404, client.exchange("GET", "/debug/pprof/heap").status());
        }
    }
}
