package io.muster.discovery.edge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.muster.keyspace.server.http.RequestTarget;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.CustomRequestLog;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;

/// One line on standard output for each request that was answered.
public enum AccessLog {
    /// Apache's common format, as the original writes it.
    COMMON,

    /// A JSON object.
    JSON,

    /// None.
    OFF;

    private static final JsonFactory FACTORY = new JsonFactory();

    /// @throws IllegalArgumentException with a reason for the user
    static AccessLog parse(String text) {
        for (AccessLog format : values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
                return format;
            }
        }
        throw new IllegalArgumentException("Invalid access log '" + text + "' given: use common, json or off");
    }

    /// What writes it; empty for none.
    ///
    /// @param lines takes each line, from many threads
    public Optional<RequestLog> writer(Consumer<String> lines, InstantSource clock) {
        return switch (this) {
            case COMMON -> Optional.of(new CustomRequestLog(lines::accept, CustomRequestLog.NCSA_FORMAT));
            case JSON -> Optional.of((request, response) -> lines.accept(line(request, response, clock)));
            case OFF -> Optional.empty();
        };
    }

    // Without the query: whatever secret a client holds, it has no business in a file.
    private static String line(Request request, Response response, InstantSource clock) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", clock.instant().toString());
            json.writeStringField("client", Request.getRemoteAddr(request));
            json.writeBooleanField("tls", request.getConnectionMetaData().isSecure());
            json.writeStringField("method", request.getMethod());
            json.writeStringField("path", RequestTarget.of(request).path());
            json.writeNumberField("status", response.getStatus());
            json.writeNumberField("bytes", Response.getContentBytesWritten(response));
            json.writeNumberField("micros", (System.nanoTime() - request.getBeginNanoTime()) / 1_000);
            String agent = request.getHeaders().get(HttpHeader.USER_AGENT);
            if (agent != null) {
                json.writeStringField("agent", agent);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }
}
