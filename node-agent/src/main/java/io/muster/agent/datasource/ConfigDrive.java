package io.muster.agent.datasource;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.agent.datasource.Metadata.NetworkConfig;
import io.muster.cloudconfig.Addresses;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// OpenStack's config drive, mounted at a folder: `openstack/latest/user_data` and `meta_data.json` beside it. Either
/// may be missing.
public record ConfigDrive(Path folder) implements Datasource {
    @Override
    public String name() {
        return "config drive " + folder;
    }

    @Override
    public boolean isAvailable() {
        return Files.exists(folder);
    }

    @Override
    public byte[] userData() throws FetchFailed {
        return tryRead(latest().resolve("user_data"));
    }

    @Override
    public Metadata metadata() throws FetchFailed {
        Path file = latest().resolve("meta_data.json");
        String text = text(tryRead(file));
        if (text.isEmpty()) {
            return Metadata.NONE;
        }
        JsonNode data = Json.object(text, file.toString());
        List<String> keys = new ArrayList<>();
        data.path("public_keys").forEach(key -> {
            if (key.isTextual()) {
                keys.add(key.textValue());
            }
        });
        return new Metadata(Json.string(data, "hostname"), keys, Addresses.NONE, network(data));
    }

    /// The path in it is below `openstack`, and what lies elsewhere is not ours to read.
    private @Nullable NetworkConfig network(JsonNode data) throws FetchFailed {
        String path = Json.string(data.path("network_config"), "content_path");
        if (path == null) {
            return null;
        }
        Path top = folder.resolve("openstack").normalize();
        Path file = top.resolve(path.replaceFirst("^/+", "")).normalize();
        if (!file.startsWith(top)) {
            throw new FetchFailed("content_path '%s' leads out of the config drive".formatted(path));
        }
        return new NetworkConfig.Text(text(tryRead(file)));
    }

    private Path latest() {
        return folder.resolve("openstack/latest");
    }

    private static byte[] tryRead(Path file) throws FetchFailed {
        return Files.exists(file) ? FileSource.read(file) : new byte[0];
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }
}
