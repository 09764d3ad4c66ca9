package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/// That the judge of traces would notice.
class ForceTraceTest {
    private static final String LEADER = """
            100 10.000100 pwrite64(7</d/wal/1.log>, "\\1\\0/k\\4val-1\\0", 64, 128) = 64 <0.000050>
            100 10.000200 fdatasync(7</d/wal/1.log> <unfinished ...>
            101 10.000300 write(9<socket:[55]>, "\\1\\0val-1", 9) = 9 <0.000010>
            100 10.002000 <... fdatasync resumed>)  = 0 <0.001800>
            101 10.005000 writev(8<socket:[44]>, [{iov_base="HTTP/1.1 201 Created\\r\\n", iov_len=22}, \
            {iov_base="{\\"action\\":\\"set\\",\\"node\\":{\\"value\\":\\"val-1\\"}}", iov_len=40}], 2) = 62 <0.000020>
            """;
    private static final String FOLLOWER = """
            200 10.001000 pwrite64(5</d/wal/1.log>, "\\1\\0/k\\4val-1\\0", 64, 128) = 64 <0.000050>
            200 10.001100 fdatasync(5</d/wal/1.log>) = 0 <0.001000>
            """;
    private static final String IDLE = "300 10.000000 fdatasync(5</d/wal/1.log>) = 0 <0.001000>\n";

    @Test
    void anAnswerAfterTwoOfThreeForcesIsRight() {
        assertEquals("", fault(LEADER, FOLLOWER, IDLE));
    }

    @Test
    void anAnswerBeforeTheSecondForceEndsIsFoundOut() {
        assertEquals(
                "val-1: was answered when 1 of 3 members had forced it",
                fault(LEADER, FOLLOWER.replace("<0.001000>", "<0.004000>"), IDLE));
        assertEquals(
                "val-1: was answered when 1 of 3 members had forced it",
                fault(LEADER.replace("10.002000", "10.006000"), FOLLOWER, IDLE));
    }

    @Test
    void aForceThatBeganBeforeTheWriteDoesNotCount() {
        assertEquals(
                "val-1: was answered when 1 of 3 members had forced it",
                fault(LEADER, FOLLOWER.replace("10.001100", "10.001000"), IDLE));
    }

    @Test
    void aForceOfAnotherFileOrAFailedOneDoesNotCount() {
        assertEquals(
                "val-1: was answered when 1 of 3 members had forced it",
                fault(LEADER, FOLLOWER.replace("fdatasync(5</d/wal/1.log>)", "fdatasync(6</d/wal/2.log>)"), IDLE));
        assertEquals(
                "val-1: was answered when 1 of 3 members had forced it",
                fault(LEADER, FOLLOWER.replace(") = 0", ") = -1 EIO (Input/output error)"), IDLE));
    }

    @Test
    void aTraceWithoutTheAnswerProvesNothing() {
        assertEquals("val-1: no answer is in the traces", fault(FOLLOWER, FOLLOWER, FOLLOWER));
    }

    private static String fault(String... traces) {
        List<ForceTrace> members = java.util.Arrays.stream(traces)
                .map(trace -> ForceTrace.parse(trace.lines()))
                .toList();
        return ForceTrace.fault(members, "val-1");
    }
}
