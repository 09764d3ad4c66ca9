package io.muster.keyspace.server.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.fixture.Mutator;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/// Spoilt log files: read as far as they are sound, or refused by name; also where the checksum was made to match.
class HostileLogTest {
    private static final int ROUNDS = 20_000;
    private static final List<LogRecord> RECORDS = List.of(
            new LogRecord.Head(RecordCodec.FORMAT, 7, 8, 1),
            new LogRecord.Vote(3, 8),
            new LogRecord.Entry(1, 3, "payload".getBytes(UTF_8)),
            new LogRecord.Entry(2, 3, new byte[0]),
            new LogRecord.Truncated(2),
            new LogRecord.Committed(1),
            new LogRecord.Replaced(9, 3));

    @Test
    void aSpoiltSegmentIsReadAsFarAsItIsSoundOrRefused() {
        Mutator mutator = new Mutator(7);
        byte[] sound = segment();
        int refused = 0;
        for (int round = 0; round < Mutator.rounds(ROUNDS); round++) {
            byte[] bytes = mutator.spoil(sound);
            boolean last = mutator.random().nextBoolean();
            try {
                SegmentScan scan = SegmentScan.read(Path.of("segment"), ByteBuffer.wrap(bytes), last);
                assertTrue(RECORDS.containsAll(withoutPayloads(scan.records())), () -> "made up: " + scan.records());
            } catch (UnusableDataDir e) {
                refused++;
            }
        }
        assertTrue(refused > 0, "no damage was ever found");
    }

    @Test
    void aRecordWithAForgedChecksumIsReadOrNone() {
        Mutator mutator = new Mutator(8);
        for (int round = 0; round < Mutator.rounds(ROUNDS); round++) {
            byte[] payload = mutator.noise(40);
            ByteBuffer record = ByteBuffer.allocate(RecordCodec.HEADER + payload.length + 8)
                    .putInt(payload.length)
                    .putInt(0)
                    .putInt(mutator.random().nextInt(10) << 24)
                    .putInt(0)
                    .put(payload);
            CRC32C crc = new CRC32C();
            crc.update(record.slice(0, 4));
            crc.update(record.slice(8, RecordCodec.HEADER - 8 + payload.length));
            record.putInt(4, (int) crc.getValue());
            RecordCodec.Placed placed = RecordCodec.read(record.clear(), 0);
            assertTrue(placed == null || placed.end() <= record.limit());
        }
    }

    @Test
    void aSpoiltIdentityIsReadOrRefused() {
        Mutator mutator = new Mutator(9);
        String sound = new Identity(7, 8, List.of(new MemberInfo(8, "m", List.of("http://a:1"), List.of()))).toText();
        for (int round = 0; round < Mutator.rounds(ROUNDS); round++) {
            try {
                Identity.parse(mutator.spoil(sound));
            } catch (IllegalArgumentException e) {
                // as declared
            }
        }
        assertThrows(IllegalArgumentException.class, () -> Identity.parse(sound.substring(1)));
    }

    private static byte[] segment() {
        ByteBuffer segment = ByteBuffer.allocate(1024);
        for (LogRecord record : RECORDS) {
            RecordCodec.write(segment, record, segment.position());
        }
        return segment.array();
    }

    // records compare an entry's payload by identity
    private static List<LogRecord> withoutPayloads(List<LogRecord> records) {
        return records.stream()
                .filter(record -> !(record instanceof LogRecord.Entry))
                .toList();
    }
}
