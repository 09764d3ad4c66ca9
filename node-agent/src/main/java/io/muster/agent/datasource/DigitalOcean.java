package io.muster.agent.datasource;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.agent.datasource.Metadata.NetworkConfig;
import io.muster.cloudconfig.Addresses;
import org.jspecify.annotations.Nullable;

/// DigitalOcean's metadata service: addresses of the first public and the first private interface.
public final class DigitalOcean extends MetadataService {
    /// Where it is on every droplet.
    public static final String ADDRESS = "http://169.254.169.254/";

    public DigitalOcean(String url, HttpFetch http) {
        super("DigitalOcean", Urls.folder(url) + "metadata/v1", "/user-data", http);
    }

    @Override
    public Metadata metadata() throws FetchFailed, InterruptedException {
        String url = root + ".json";
        String text = http.text(url);
        if (text.isEmpty()) {
            return Metadata.NONE;
        }
        JsonNode data = Json.object(text, url);
        JsonNode outside = data.path("interfaces").path("public").path(0);
        JsonNode inside = data.path("interfaces").path("private").path(0);
        return new Metadata(
                Json.string(data, "hostname"),
                Json.strings(data.path("public_keys")),
                new Addresses(
                        address(outside, "ipv4"),
                        address(inside, "ipv4"),
                        address(outside, "ipv6"),
                        address(inside, "ipv6")),
                new NetworkConfig.Text(text));
    }

    private static @Nullable String address(JsonNode nic, String family) {
        return Ip.normal(Json.string(nic.path(family), "ip_address"));
    }
}
