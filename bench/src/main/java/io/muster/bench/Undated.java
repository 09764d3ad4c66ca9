package io.muster.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// Makes a class-data archive that is the same whenever it is made, of two that a JVM dumped one after the other: they
/// differ in when soft references were last used, by the clock of the machine, and in two checksums over that: of the
/// objects, where these references lie, and of the header, which has that checksum. All becomes zero; the JVM looks at
/// checksums only when it is asked to (`-XX:+VerifySharedSpaces`).
final class Undated {
    /// Where the first region begins: after the header, which has a page of its own.
    private static final int REGIONS = 4096;

    /// Where the header has its own checksum, and that of the last region, the one with objects.
    private static final Set<Integer> CHECKSUMS = Set.of(0x4, 0x138);

    private static final long LONGEST_MILLIS = 10 * 60 * 1000;

    private Undated() {}

    /// Writes it.
    ///
    /// @param args the earlier archive, the later one, where what is made of them goes
    public static void main(String[] args) throws IOException {
        byte[] undated = of(Files.readAllBytes(Path.of(args[0])), Files.readAllBytes(Path.of(args[1])));
        Files.write(Path.of(args[2]), undated);
    }

    /// The earlier archive without its times.
    ///
    /// @throws IllegalStateException if they differ in more than that
    static byte[] of(byte[] earlier, byte[] later) {
        if (earlier.length != later.length) {
            throw new IllegalStateException("of " + earlier.length + " and of " + later.length + " bytes");
        }
        ByteBuffer first = ByteBuffer.wrap(earlier).order(ByteOrder.nativeOrder());
        ByteBuffer second = ByteBuffer.wrap(later).order(ByteOrder.nativeOrder());
        ByteBuffer undated = ByteBuffer.wrap(earlier.clone()).order(ByteOrder.nativeOrder());
        int at = first.mismatch(second);
        while (at >= 0) {
            int word = at < REGIONS ? Integer.BYTES : Long.BYTES;
            int start = at / word * word;
            if (at < REGIONS) {
                requireChecksum(start);
                undated.putInt(start, 0);
            } else {
                requireMoments(start, first.getLong(start), second.getLong(start));
                undated.putLong(start, 0);
            }
            first.position(start + word);
            second.position(start + word);
            int next = first.mismatch(second);
            at = next < 0 ? -1 : start + word + next;
        }
        return undated.array();
    }

    private static void requireChecksum(int at) {
        if (!CHECKSUMS.contains(at)) {
            throw new IllegalStateException("byte " + at + " of the header differs: other classes, or other code");
        }
    }

    private static void requireMoments(int at, long earlier, long later) {
        if (earlier < 0 || later <= earlier || later - earlier > LONGEST_MILLIS) {
            throw new IllegalStateException(
                    "byte " + at + " belongs to " + earlier + " and " + later + ", which are no moments of one clock");
        }
    }
}
