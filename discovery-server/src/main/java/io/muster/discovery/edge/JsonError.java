package io.muster.discovery.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A refusal in the form of etcd's errors: nodes take anything else for a sign that they ask the wrong server.
///
/// @param status also the error code, which etcd uses for none of its own
record JsonError(int status, String message, String cause) {
    private static final JsonFactory JSON = new JsonFactory();

    /// Writes the answer; headers already set stay.
    void write(Response response, Callback callback) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, text(), callback);
    }

    private String text() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("errorCode", status);
            json.writeStringField("message", message);
            json.writeStringField("cause", cause);
            json.writeNumberField("index", 0);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text + "\n";
    }
}
