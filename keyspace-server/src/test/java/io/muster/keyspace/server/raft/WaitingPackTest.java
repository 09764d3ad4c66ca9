package io.muster.keyspace.server.raft;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.Command;
import io.muster.keyspace.Key;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WaitingPackTest {
    @Test
    void patienceBeginsWithTheFirstCommandNotWhenTheServerFellIdle() {
        WaitingPack pack =
                new WaitingPack(1, System.nanoTime() - Duration.ofHours(1).toNanos());

        CompletableFuture<?> answer = pack.add(new Command.Delete(Key.of("/a"), false, false), 1);

        assertTrue(System.nanoTime() - pack.bornNanos() < Duration.ofMinutes(1).toNanos());
        assertFalse(answer.isDone());
    }
}
