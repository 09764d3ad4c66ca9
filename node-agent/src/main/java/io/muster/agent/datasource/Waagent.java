package io.muster.agent.datasource;

import io.muster.cloudconfig.Addresses;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What Azure's agent has left in its folder: ready once the file `provisioned` is there.
public record Waagent(Path folder) implements Datasource {
    @Override
    public String name() {
        return "Azure agent " + folder;
    }

    @Override
    public boolean isAvailable() {
        return Files.exists(folder.resolve("provisioned"));
    }

    @Override
    public byte[] userData() throws FetchFailed {
        Path file = folder.resolve("CustomData");
        return Files.exists(file) ? FileSource.read(file) : new byte[0];
    }

    /// The addresses of the instance that the document says it is about.
    @Override
    public Metadata metadata() throws FetchFailed {
        Path file = folder.resolve("SharedConfig.xml");
        if (!Files.exists(file)) {
            return Metadata.NONE;
        }
        Document document = Xml.parse(FileSource.read(file), file.toString());
        String wanted = elements(document.getElementsByTagName("Incarnation"))
                .map(element -> element.getAttribute("instance"))
                .findFirst()
                .orElse("");
        return elements(document.getElementsByTagName("Instance"))
                .filter(instance -> instance.getAttribute("id").equals(wanted))
                .findFirst()
                .map(Waagent::addresses)
                .map(addresses -> new Metadata(null, List.of(), addresses, null))
                .orElse(Metadata.NONE);
    }

    private static Addresses addresses(Element instance) {
        @Nullable
        String outside = elements(instance.getElementsByTagName("Endpoint"))
                .map(endpoint -> endpoint.getAttribute("loadBalancedPublicAddress"))
                .filter(address -> address.contains(":"))
                .map(address -> address.substring(0, address.lastIndexOf(':')))
                .findFirst()
                .map(Ip::normal)
                .orElse(null);
        return new Addresses(outside, Ip.normal(instance.getAttribute("address")), null, null);
    }

    private static Stream<Element> elements(NodeList nodes) {
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }
}
