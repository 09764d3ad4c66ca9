package io.muster.agent.datasource;

import io.muster.cloudconfig.Addresses;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Google's metadata service. It knows no keys for the user core.
public final class Gce extends MetadataService {
    /// Where it is on every instance.
    public static final String ADDRESS = "http://metadata.google.internal/";

    public Gce(String url, HttpFetch http) {
        super(
                "GCE",
                Urls.folder(url) + "computeMetadata/v1/",
                "instance/attributes/user-data",
                http.with("Metadata-Flavor", "Google"));
    }

    @Override
    public Metadata metadata() throws FetchFailed, InterruptedException {
        Addresses addresses = new Addresses(
                address("network-interfaces/0/access-configs/0/external-ip"),
                address("network-interfaces/0/ip"),
                null,
                null);
        return new Metadata(http.text(root + "instance/hostname"), List.of(), addresses, null);
    }

    private @Nullable String address(String path) throws FetchFailed, InterruptedException {
        String text = http.text(root + "instance/" + path);
        if (text.isEmpty()) {
            return null;
        }
        String address = Ip.normal(text);
        if (address == null) {
            throw new FetchFailed("%sinstance/%s: '%s' is no address".formatted(root, path, text));
        }
        return address;
    }
}
