package io.muster.keyspace.server.raft;

import static io.muster.keyspace.server.raft.BenchNode.MODELS;
import static io.muster.keyspace.server.raft.BenchNode.SELF;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.microraft.RaftEndpoint;
import io.microraft.RaftRole;
import org.junit.jupiter.api.Test;

/// The engine looks members up by their endpoints, and every message that comes in brings a new one.
class EndpointTest {
    @Test
    void aMemberIsKnownByItsIdAlone() {
        assertEquals(new Endpoint(0xFFFFFFFFFFFFFFFEL), new Endpoint(0xFFFFFFFFFFFFFFFEL));
        assertEquals(new Endpoint(0xFFFFFFFFFFFFFFFEL).hashCode(), new Endpoint(0xFFFFFFFFFFFFFFFEL).hashCode());
        assertNotEquals(new Endpoint(2), new Endpoint(3));
    }

    @Test
    void votesCountForTheMemberThatGaveThem() {
        BenchNode bench = BenchNode.founded();
        elect(bench, SELF);
        assertNotEquals(RaftRole.LEADER, bench.node.state().role(), "its own vote alone is no majority");
        elect(bench, new Endpoint(2));
        assertEquals(RaftRole.LEADER, bench.node.state().role());
    }

    private static void elect(BenchNode bench, RaftEndpoint voter) {
        bench.receive(MODELS.createPreVoteResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(voter)
                .setTerm(1)
                .setGranted(true)
                .build());
        bench.receive(MODELS.createVoteResponseBuilder()
                .setGroupId(MessageKind.GROUP)
                .setSender(voter)
                .setTerm(1)
                .setGranted(true)
                .build());
    }
}
