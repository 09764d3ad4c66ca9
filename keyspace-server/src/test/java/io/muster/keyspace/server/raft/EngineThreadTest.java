package io.muster.keyspace.server.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EngineThreadTest {
    // Of its seconds, a thousand pass in one.
    private final EngineClock clock = new EngineClock(Duration.ofMillis(1));
    private final List<Throwable> faults = new ArrayList<>();

    @Test
    void itsDelaysAreInTheEnginesTime() throws Exception {
        EngineThread thread = new EngineThread("raft-test", clock, faults::add);
        thread.start();
        CompletableFuture<String> over = new CompletableFuture<>();
        thread.schedule(() -> over.complete("over"), 1000, TimeUnit.SECONDS);
        assertEquals("over", over.get(60, TimeUnit.SECONDS));
        thread.stop();
        assertEquals(List.of(), faults);
    }
}
