package io.muster.keyspace.server.peer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.ProductVersion;
import io.muster.keyspace.server.bootstrap.RunningCluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;

/// What the peer port answers over HTTP, as etcd's does: `/members` for a member that wants to join, `/version`, and
/// what etcd 0.4 had there for administrators ([AdminApi]) and for machines that want to join ([JoinApi]).
final class PeerHttp extends Handler.Abstract.NonBlocking {
    private static final JsonFactory JSON = new JsonFactory();

    private static final int BODY_MAX = 1 << 16;

    private final PeerSettings settings;
    private final AdminApi admin;
    private final JoinApi joins;

    PeerHttp(PeerSettings settings) {
        this.settings = settings;
        this.admin = new AdminApi(settings.roll());
        this.joins = new JoinApi(settings.roll());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put("X-Etcd-Cluster-ID", Long.toHexString(settings.clusterId()));
        String path = Request.getPathInContext(request);
        if (path.startsWith(AdminApi.PREFIX)) {
            String below = path.substring(AdminApi.PREFIX.length());
            answer(request, body -> admin.answer(request.getMethod(), below, body), response, callback);
            return true;
        }
        if (path.equals(JoinApi.PATH)) {
            answer(request, joins::join, response, callback);
            return true;
        }
        byte[] body =
                switch (path) {
                    case "/members" -> {
                        response.getHeaders().put(RunningCluster.FOUNDERS_HEADER, founders());
                        yield json(response, PeerHttp::writeMembers);
                    }
                    case "/version" -> json(response, (out, _) -> writeVersion(out));
                    default -> notFound(response);
                };
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private static void answer(
            Request request,
            Function<byte[], CompletableFuture<AdminApi.Answer>> api,
            Response response,
            Callback callback) {
        Content.Source.asByteArrayAsync(request, BODY_MAX, new Promise.Invocable<>() {
            @Override
            public void succeeded(byte[] body) {
                var _ = api.apply(body).thenAccept(answer -> write(answer, response, callback));
            }

            @Override
            public void failed(Throwable fault) {
                callback.failed(fault);
            }

            @Override
            public InvocationType getInvocationType() {
                return InvocationType.NON_BLOCKING;
            }
        });
    }

    private static void write(AdminApi.Answer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        JsonNode json = answer.json();
        if (json != null) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        }
        byte[] bytes = json == null ? new byte[0] : json.toString().getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(bytes), callback);
    }

    private String founders() {
        return settings.roll().founders().stream().map(Long::toHexString).collect(Collectors.joining(","));
    }

    private byte[] json(Response response, Body body) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator out = JSON.createGenerator(bytes)) {
            body.write(out, settings.roll().members());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private interface Body {
        void write(JsonGenerator out, List<MemberInfo> members) throws IOException;
    }

    // Ids are numbers here, other than in the client API.
    private static void writeMembers(JsonGenerator out, List<MemberInfo> members) throws IOException {
        out.writeStartArray();
        for (MemberInfo member : members) {
            out.writeStartObject();
            out.writeFieldName("id");
            out.writeNumber(Long.toUnsignedString(member.id()));
            writeList(out, "peerURLs", member.peerUrls());
            if (!member.name().isEmpty()) {
                out.writeStringField("name", member.name());
            }
            if (!member.clientUrls().isEmpty()) {
                writeList(out, "clientURLs", member.clientUrls());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeRaw('\n');
    }

    private static void writeList(JsonGenerator out, String name, List<String> values) throws IOException {
        out.writeArrayFieldStart(name);
        for (String value : values) {
            out.writeString(value);
        }
        out.writeEndArray();
    }

    private static void writeVersion(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("etcdserver", ProductVersion.ETCD_SERVER);
        out.writeStringField("etcdcluster", ProductVersion.ETCD_CLUSTER);
        out.writeEndObject();
    }

    private static byte[] notFound(Response response) {
        response.setStatus(HttpStatus.NOT_FOUND_404);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
        return "404 page not found\n".getBytes(StandardCharsets.UTF_8);
    }
}
