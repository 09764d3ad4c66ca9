package io.muster.keyspace.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.server.LeveledLogs;
import io.muster.keyspace.server.http.WireClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/// `/config/local/log` changes what the running process logs.
class LogLevelTest {
    @Test
    void levelOfOurLoggersFollowsAtOnceAndOthersSayNoMoreThanConfigured() throws IOException {
        ILoggerFactory logs = new LeveledLogs().getLoggerFactory();
        Logger ours = logs.getLogger("io.muster.keyspace.server.Member");
        Logger other = logs.getLogger("org.eclipse.jetty.Server");
        try (LocalServer server = LocalServer.start(new ManualClock())) {
            assertEquals(204, put(server, "{\"Level\":\"debug\"}").status());
            assertTrue(ours.isDebugEnabled());
            assertFalse(other.isInfoEnabled());

            assertEquals(204, put(server, "{\"Level\":\"E\"}").status());
            assertFalse(ours.isWarnEnabled());
            assertTrue(ours.isErrorEnabled());
            assertFalse(other.isWarnEnabled());

            assertEquals(204, put(server, "{\"level\":\"INFO\"} and more").status());
            assertTrue(ours.isInfoEnabled());
            assertFalse(ours.isDebugEnabled());
        }
    }

    @Test
    void whatIsNoLevelChangesNothing() throws IOException {
        try (LocalServer server = LocalServer.start(new ManualClock())) {
            assertEquals(
                    "{\"message\":\"Invalid log level warn\"}",
                    put(server, "{\"Level\":\"warn\"}").body());
            assertEquals(
                    "{\"message\":\"Invalid log level \"}", put(server, "null").body());
            assertEquals(
                    "{\"message\":\"Invalid json body\"}",
                    put(server, "{\"Level\":5}").body());
            assertEquals("{\"message\":\"Invalid json body\"}", put(server, "").body());
        }
    }

    private static Answer put(LocalServer server, String body) throws IOException {
        try (WireClient client = new WireClient(server.uri(""))) {
            client.send(
                    WireClient.request("PUT", "/config/local/log", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
            return client.answer("PUT");
        }
    }
}
