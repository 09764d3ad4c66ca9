package io.muster.agent.datasource;

import com.fasterxml.jackson.databind.JsonNode;
import io.muster.agent.datasource.Metadata.NetworkConfig;
import io.muster.cloudconfig.Addresses;

/// Packet's metadata service. Where it lists several addresses of a kind, the last counts.
public final class Packet extends MetadataService {
    /// Where it is for every machine.
    public static final String ADDRESS = "https://metadata.packet.net/";

    public Packet(String url, HttpFetch http) {
        super("Packet", Urls.folder(url), "userdata", http);
    }

    @Override
    public Metadata metadata() throws FetchFailed, InterruptedException {
        String url = root + "metadata";
        String text = http.text(url);
        if (text.isEmpty()) {
            return Metadata.NONE;
        }
        JsonNode data = Json.object(text, url);
        return new Metadata(
                Json.string(data, "hostname"),
                Json.strings(data.path("ssh_keys")),
                addresses(data.path("network").path("addresses")),
                new NetworkConfig.Text(data.path("network").toString()));
    }

    private static Addresses addresses(JsonNode blocks) {
        Addresses known = Addresses.NONE;
        for (JsonNode block : blocks) {
            String address = Ip.normal(Json.string(block, "address"));
            if (block.path("address_family").asInt() != 4) {
                known = new Addresses(known.publicIpv4(), known.privateIpv4(), address, null);
            } else if (block.path("public").asBoolean()) {
                known = new Addresses(address, known.privateIpv4(), known.publicIpv6(), null);
            } else {
                known = new Addresses(known.publicIpv4(), address, known.publicIpv6(), null);
            }
        }
        return known;
    }
}
