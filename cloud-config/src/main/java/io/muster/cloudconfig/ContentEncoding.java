package io.muster.cloudconfig;

import java.util.Base64;
import java.util.Optional;

/// How the content of a `write_files` entry is packed.
final class ContentEncoding {
    private ContentEncoding() {}

    /// The unpacked content; empty when it does not fit the encoding or the encoding is not known.
    static Optional<Bytes> decode(Value.Text content, String encoding) {
        return switch (encoding) {
            case "" -> Optional.of(content.bytes());
            case "b64", "base64" -> base64(content).map(Bytes::of);
            case "gz", "gzip" -> Gzip.unpack(content.bytes().toByteArray()).map(Bytes::of);
            case "gz+b64", "gz+base64", "gzip+b64", "gzip+base64" ->
                base64(content).flatMap(Gzip::unpack).map(Bytes::of);
            default -> Optional.empty();
        };
    }

    private static Optional<byte[]> base64(Value.Text content) {
        try {
            return Optional.of(Base64.getDecoder().decode(content.value().replaceAll("[\r\n]", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
