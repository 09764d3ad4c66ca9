package io.muster.discovery.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// What pages are dressed with. Each file's path has its content's hash in it, so that browsers may keep it for ever.
final class Assets {
    private static final String PREFIX = "/assets/";
    private static final int HASH_BYTES = 6;

    private record Asset(String type, ByteBuffer content) {}

    private final Map<String, Asset> assets = new LinkedHashMap<>();
    private final String style = add("page", "css", "text/css; charset=utf-8");
    private final String script = add("page", "js", "text/javascript; charset=utf-8");
    private final String icon = add("icon", "svg", "image/svg+xml");

    String style() {
        return style;
    }

    String script() {
        return script;
    }

    String icon() {
        return icon;
    }

    /// Answers with the file at a path.
    ///
    /// @return false when there is none
    boolean serve(String path, Response response, Callback callback) {
        Asset asset = assets.get(path);
        if (asset == null) {
            return false;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, asset.type());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.write(true, asset.content().asReadOnlyBuffer(), callback);
        return true;
    }

    static byte[] read(String name) {
        try (InputStream file = Assets.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the build has no " + name);
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String add(String name, String suffix, String type) {
        byte[] content = read(name + "." + suffix);
        String path = PREFIX + name + "-" + hash(content) + "." + suffix;
        assets.put(path, new Asset(type, ByteBuffer.wrap(content)));
        return path;
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
