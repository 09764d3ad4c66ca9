package io.muster.agent.datasource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// User-data packed to travel in a variable, named as the `encoding` of a file is.
final class Encoded {
    private static final int MAX_UNPACKED = 64 << 20;

    private Encoded() {}

    /// Empty when the data is not what the encoding says.
    static Optional<byte[]> decode(byte[] data, String encoding) {
        return switch (encoding) {
            case "" -> Optional.of(data);
            case "b64", "base64" -> base64(data);
            case "gz", "gzip" -> gunzip(data);
            case "gz+b64", "gz+base64", "gzip+b64", "gzip+base64" ->
                base64(data).flatMap(Encoded::gunzip);
            default -> Optional.empty();
        };
    }

    private static Optional<byte[]> base64(byte[] data) {
        try {
            return Optional.of(Base64.getMimeDecoder().decode(data));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> gunzip(byte[] data) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(data))) {
            byte[] plain = in.readNBytes(MAX_UNPACKED + 1);
            return plain.length > MAX_UNPACKED ? Optional.empty() : Optional.of(plain);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
