package io.muster.keyspace.server;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.muster.keyspace.fixture.Mutator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Spoilt flags and variables: understood, or refused in words.
class HostileFlagsTest {
    private static final int ROUNDS = 20_000;
    private static final List<String> SOUND = List.of(
            "--name=a",
            "-data-dir=/tmp/d",
            "--listen-client-urls=http://127.0.0.1:2379,http://[::1]:4001",
            "--advertise-client-urls=http://h:2379",
            "--listen-peer-urls=http://127.0.0.1:2380",
            "--initial-advertise-peer-urls=http://h:2380",
            "--initial-cluster=a=http://h:2380,b=http://i:2380",
            "--initial-cluster-state=new",
            "--initial-cluster-token=t",
            "--discovery=http://d/t",
            "--discovery-fallback=exit",
            "--heartbeat-interval=100",
            "--election-timeout=1000",
            "--snapshot-count=10",
            "--max-snapshots=5",
            "--max-request-bytes=1000",
            "--compat=3.4",
            "--addr=h:4001",
            "--bind-addr=0.0.0.0:4001",
            "--peer-addr=h:7001",
            "--proxy=off",
            "--debug",
            "--cors=*");

    @Test
    void spoiltFlagsAreUnderstoodOrRefusedInWords() {
        Mutator mutator = new Mutator(5);
        int refused = 0;
        for (int round = 0; round < Mutator.rounds(ROUNDS); round++) {
            List<String> flags = new ArrayList<>();
            Map<String, String> variables = new HashMap<>();
            for (int i = mutator.random().nextInt(4); i >= 0; i--) {
                String flag = mutator.spoil(mutator.pick(SOUND));
                flags.add(flag);
                variables.put("ETCD_" + mutator.pick(List.of("NAME", "DISCOVERY", "INITIAL_CLUSTER", "ADDR")), flag);
            }
            try {
                ServerConfig.parse(flags, mutator.random().nextInt(4) == 0 ? variables : Map.of());
            } catch (StartFailure e) {
                assertTrue(e.getMessage() != null && !e.getMessage().isBlank(), () -> "no words for " + flags);
                refused++;
            } catch (RuntimeException e) {
                fail("round " + round + ": " + flags + " " + variables, e);
            }
        }
        assertTrue(refused > 0, "nothing was ever refused");
    }
}
