package io.muster.agent.datasource;

import io.muster.cloudconfig.Addresses;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Google's metadata service. It knows no keys for the user core.
public final class Gce implements Datasource {
    /// Where it is on every instance.
    public static final String ADDRESS = "http://metadata.google.internal/";

    private final String root;
    private final HttpFetch http;

    public Gce(String url, HttpFetch http) {
        this.root = Urls.folder(url) + "computeMetadata/v1/";
        this.http = http.with("Metadata-Flavor", "Google");
    }

    @Override
    public String name() {
        return "GCE metadata service " + root;
    }

    @Override
    public boolean isAvailable() throws InterruptedException {
        return http.answers(root);
    }

    @Override
    public byte[] userData() throws FetchFailed, InterruptedException {
        return http.get(root + "instance/attributes/user-data").orElse(new byte[0]);
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
