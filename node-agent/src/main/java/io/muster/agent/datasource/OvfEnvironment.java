package io.muster.agent.datasource;

import java.util.LinkedHashMap;
import java.util.Map;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// The properties of an OVF environment document.
record OvfEnvironment(Map<String, String> properties) {
    private static final String NAMESPACE = "http://schemas.dmtf.org/ovf/environment/1";

    OvfEnvironment {
        properties = Map.copyOf(properties);
    }

    static OvfEnvironment parse(byte[] data, String what) throws FetchFailed {
        NodeList nodes = Xml.parse(data, what).getElementsByTagNameNS("*", "Property");
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element property) {
                properties.put(attribute(property, "key"), attribute(property, "value"));
            }
        }
        return new OvfEnvironment(properties);
    }

    /// The value of a property, "" where it is not set.
    String get(String key) {
        return properties.getOrDefault(key, "");
    }

    private static String attribute(Element element, String name) {
        return element.hasAttributeNS(NAMESPACE, name)
                ? element.getAttributeNS(NAMESPACE, name)
                : element.getAttribute(name);
    }
}
