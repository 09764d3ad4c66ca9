package io.muster.keyspace.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Key;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.access.AccessChange;
import io.muster.keyspace.access.Permissions;
import io.muster.keyspace.access.Role;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.store.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EntryCodecTest {
    private static final Key KEY = Key.of("/a/größe");
    private static final List<Command> EVERY_KIND = List.of(
            new Command.Create(KEY, false, "v\uDCFF", null),
            new Command.CreateInOrder(Key.ROOT, true, "", Duration.ofSeconds(5, 7)),
            new Command.Set(KEY, true, "", Duration.ZERO, true),
            new Command.Update(KEY, false, "v", Duration.ofSeconds(Long.MAX_VALUE), false),
            new Command.CompareAndSwap(KEY, "v", Duration.ofSeconds(-1), new Condition("p", -1), true),
            new Command.Delete(KEY, true, false),
            new Command.CompareAndDelete(KEY, new Condition("", 300)),
            new Command.Expire(),
            new Command.PublishMember(new MemberInfo(-2, "m", List.of("http://a:2380", "http://b:2380"), List.of())),
            new Command.ChangeAccess(new AccessChange.Enable()),
            new Command.ChangeMembers(new MemberChange.Remove(-3), List.of(), true));

    @Test
    void everyKindOfCommandComesBack() {
        var entry = new Entry(Instant.parse("1969-12-31T23:59:59.999999999Z"), EVERY_KIND);
        assertEquals(entry, EntryCodec.decode(EntryCodec.encode(entry)));
        assertEquals(EVERY_KIND, EntryCodec.decodePack(EntryCodec.encodePack(EVERY_KIND)));
        var kinds = EVERY_KIND.stream().map(Command::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(Command.class.getPermittedSubclasses()), kinds);
    }

    @Test
    void everyKindOfChangeOfAccessComesBack() {
        Permissions some = new Permissions(List.of("/a", "/b*"), null);
        List<AccessChange> changes = List.of(
                new AccessChange.PutUser("u", "$2a$", null),
                new AccessChange.PutUser("ü", "", List.of()),
                new AccessChange.UpdateUser("u", "$2a$", List.of("r"), List.of("s", "t")),
                new AccessChange.DeleteUser("u"),
                new AccessChange.CreateRole(new Role("r", some, Permissions.NONE, null)),
                new AccessChange.UpdateRole("r", some, new Permissions(null, List.of())),
                new AccessChange.DeleteRole("r"),
                new AccessChange.Enable(),
                new AccessChange.Disable());
        List<Command> pack =
                changes.stream().<Command>map(Command.ChangeAccess::new).toList();
        assertEquals(pack, EntryCodec.decodePack(EntryCodec.encodePack(pack)));
        var kinds = changes.stream().map(AccessChange::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(AccessChange.class.getPermittedSubclasses()), kinds);
    }

    @Test
    void everyKindOfChangeOfMembersComesBack() {
        MemberInfo member = new MemberInfo(-2, "", List.of("http://a:2380"), List.of());
        List<MemberChange> changes = List.of(
                new MemberChange.Add(member),
                new MemberChange.Move(-2, List.of("http://b:2380", "http://c:2380")),
                new MemberChange.Remove(7),
                new MemberChange.KeepOnly(8));
        List<Command> pack = changes.stream()
                .<Command>map(change -> new Command.ChangeMembers(change, List.of(member), false))
                .toList();
        assertEquals(pack, EntryCodec.decodePack(EntryCodec.encodePack(pack)));
        var kinds = changes.stream().map(MemberChange::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(MemberChange.class.getPermittedSubclasses()), kinds);
    }

    /// Logs outlive builds: these bytes must be read for as long as their version is.
    @Test
    void theFormatStaysWhatItIs() {
        var entry = new Entry(
                Instant.ofEpochSecond(1, 5),
                List.of(new Command.Set(Key.of("/a"), false, "1", Duration.ofSeconds(9), false), new Command.Expire()));
        assertEquals("0102050203022f6100013101120000" + "08", HexFormat.of().formatHex(EntryCodec.encode(entry)));
    }

    @Test
    void everyCutIsNoticed() {
        byte[] bytes = EntryCodec.encode(new Entry(Instant.EPOCH, EVERY_KIND));
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(MalformedBytesException.class, () -> EntryCodec.decode(cut));
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThrows(MalformedBytesException.class, () -> EntryCodec.decode(longer));
    }

    @Test
    void anotherFormatIsNamed() {
        var e = assertThrows(MalformedBytesException.class, () -> EntryCodec.decode(new byte[] {9, 0, 0, 0}));
        assertEquals("log entry has format 9, this build reads 1: use the build that wrote it", e.getMessage());
    }

    @Test
    void aSizeBeyondTheEndAllocatesNothing() {
        byte[] bytes = {1, 0, 0, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x07};
        var e = assertThrows(MalformedBytesException.class, () -> EntryCodec.decode(bytes));
        assertTrue(String.valueOf(e.getMessage()).contains("size beyond its end"), e::getMessage);
    }
}
