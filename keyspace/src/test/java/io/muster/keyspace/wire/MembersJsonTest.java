package io.muster.keyspace.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.muster.keyspace.MemberInfo;
import java.util.List;
import org.junit.jupiter.api.Test;

class MembersJsonTest {
    private static final MemberInfo PUBLISHED = new MemberInfo(
            0xce2a822cea30bfcaL,
            "node1",
            List.of("http://10.0.0.1:2380"),
            List.of("http://10.0.0.1:2379", "http://10.0.0.1:4001"));
    private static final MemberInfo UNPUBLISHED = new MemberInfo(0x2a, "", List.of("http://10.0.0.2:2380"), List.of());

    @Test
    void theListIsWrittenToTheByte() {
        assertEquals(
                "{\"members\":[{\"id\":\"ce2a822cea30bfca\",\"name\":\"node1\",\"peerURLs\":[\"http://10.0.0.1:2380\"],"
                        + "\"clientURLs\":[\"http://10.0.0.1:2379\",\"http://10.0.0.1:4001\"]},"
                        + "{\"id\":\"2a\",\"name\":\"\",\"peerURLs\":[\"http://10.0.0.2:2380\"],\"clientURLs\":[]}]}\n",
                new String(MembersJson.write(List.of(PUBLISHED, UNPUBLISHED)), UTF_8));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        var both = List.of(PUBLISHED, UNPUBLISHED);
        assertEquals(both, MembersJson.read(MembersJson.write(both)));
        assertEquals(PUBLISHED, MembersJson.readMember(MembersJson.write(PUBLISHED)));
    }

    @Test
    void absentListsAreEmpty() {
        assertEquals(List.of(), MembersJson.read("{\"members\":null,\"x\":1}".getBytes(UTF_8)));
        assertEquals(
                new MemberInfo(1, "", List.of(), List.of()),
                MembersJson.readMember("{\"id\":\"1\",\"peerURLs\":null}".getBytes(UTF_8)));
    }

    @Test
    void anIdThatIsNotHexadecimalIsNamed() {
        var e = assertThrows(
                MalformedBytesException.class, () -> MembersJson.readMember("{\"id\":\"xyz\"}".getBytes(UTF_8)));
        assertEquals("member list has the id 'xyz', which is not hexadecimal", e.getMessage());
    }
}
