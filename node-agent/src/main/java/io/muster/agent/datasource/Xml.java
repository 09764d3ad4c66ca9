package io.muster.agent.datasource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/// Reads XML that somebody else wrote: without a document type, so nothing is expanded or fetched.
final class Xml {
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private Xml() {}

    static Document parse(byte[] data, String what) throws FetchFailed {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(NO_DOCTYPE, true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // the default one prints to stderr
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(data));
        } catch (SAXException | IOException e) {
            throw new FetchFailed("%s is no XML: %s".formatted(what, e.getMessage()), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the platform's XML parser cannot be made safe", e);
        }
    }
}
