package io.muster.keyspace.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A response whose text type is spelled as the original spells it. Servlets rewrite it without the blank, and there
/// are clients that compare it as a string.
public final class SpelledResponse extends Response.Wrapper {
    private static final HttpField TEXT = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, Routes.TEXT);

    public SpelledResponse(Request request, Response response) {
        super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
        if (!isCommitted()
                && Routes.TEXT.replace(" ", "").equalsIgnoreCase(getHeaders().get(HttpHeader.CONTENT_TYPE))) {
            getHeaders().put(TEXT);
        }
        super.write(last, content, callback);
    }
}
