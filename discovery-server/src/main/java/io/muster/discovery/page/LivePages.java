package io.muster.discovery.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.muster.discovery.registry.Following;
import io.muster.discovery.registry.Registry;
import io.muster.discovery.registry.RegistryUnavailable;
import io.muster.discovery.registry.Token;
import io.muster.discovery.registry.TokenView;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps open pages as the registry is, by server-sent events. Changes that come faster than a browser reads are told
/// together.
final class LivePages implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LivePages.class);
    private static final JsonFactory JSON = new JsonFactory();

    /// So often something is sent, which is how one learns that a browser is gone.
    private static final Duration PULSE = Duration.ofSeconds(20);

    /// People, not nodes: beyond that pages stay as they were loaded.
    private static final int OPEN_MAX = 2_000;

    private final Registry registry;
    private final Function<TokenPage, String> render;
    private final Set<BlockingQueue<Boolean>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param render makes the part of a page that changes
    LivePages(Registry registry, Function<TokenPage, String> render) {
        this.registry = registry;
        this.render = render;
    }

    /// Begins to tell, on a thread of its own.
    ///
    /// @param page what a view looks like to who asks
    void follow(Token token, Function<TokenView, TokenPage> page, Response response, Callback callback) {
        if (closed || open.size() >= OPEN_MAX) {
            response.setStatus(503);
            response.write(true, null, callback);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        // so that a proxy in front passes on what it gets
        response.getHeaders().put("X-Accel-Buffering", "no");
        BlockingQueue<Boolean> changes = new ArrayBlockingQueue<>(1);
        open.add(changes);
        Thread.ofVirtual().name("live page").start(() -> {
            try {
                try (OutputStream out = Content.Sink.asOutputStream(response);
                        Following _ = registry.follow(token, () -> changes.offer(true))) {
                    tell(token, page, changes, out);
                }
                callback.succeeded();
            } catch (IOException | InterruptedException | RegistryUnavailable e) {
                LOG.debug("live page of {} ends: {}", token, e.toString());
                callback.failed(e);
            } finally {
                open.remove(changes);
            }
        });
    }

    /// Ends all of them; browsers come again by themselves.
    @Override
    public void close() {
        closed = true;
        open.forEach(changes -> changes.offer(true));
    }

    private void tell(
            Token token, Function<TokenView, TokenPage> page, BlockingQueue<Boolean> changes, OutputStream out)
            throws IOException, InterruptedException, RegistryUnavailable {
        out.write("retry: 2000\n\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        String told = "";
        while (!closed) {
            Optional<TokenView> view = registry.view(token);
            if (view.isEmpty()) {
                return;
            }
            String event = event(page.apply(view.get()));
            boolean isNew = !event.equals(told);
            out.write((isNew ? event : ":\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            told = event;
            var _ = changes.poll(PULSE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private String event(TokenPage page) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("title", page.title());
            json.writeStringField("announcement", page.announcement());
            json.writeStringField("html", render.apply(page));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "event: token\ndata: " + text + "\n\n";
    }
}
