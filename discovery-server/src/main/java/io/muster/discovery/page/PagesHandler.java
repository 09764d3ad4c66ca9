package io.muster.discovery.page;

import io.muster.discovery.edge.PublicUrl;
import io.muster.discovery.registry.Registry;
import io.muster.discovery.registry.RegistryUnavailable;
import io.muster.discovery.registry.Token;
import io.muster.discovery.registry.TokenView;
import io.muster.keyspace.server.http.RequestTarget;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers people, on threads that may wait, and leaves everybody else to those behind it.
public final class PagesHandler extends Handler.Wrapper implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("/([a-f0-9]{32})/?");

    private final Registry registry;
    private final Pages pages;
    private final PublicUrl publicUrl;
    private final NewTokenForm form;
    private final LivePages live;

    /// Puts the pages before another handler.
    public PagesHandler(NewTokenForm form, Registry registry, PublicUrl publicUrl, Handler next) {
        super(next);
        this.registry = registry;
        this.pages = new Pages();
        this.publicUrl = publicUrl;
        this.form = form;
        this.live = new LivePages(registry, pages::live);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String method = request.getMethod();
        boolean isGet = method.equals("GET");
        if (!isGet && !method.equals("POST")) {
            return super.handle(request, response, callback);
        }
        RequestTarget target = RequestTarget.of(request);
        if (isGet && pages.assets().serve(target.path(), response, callback)) {
            return true;
        }
        boolean person = Person.asks(request.getHeaders());
        if (person && target.path().equals("/new")) {
            later(request, response, callback, () -> form.answer(request, pages, base(request), response, callback));
            return true;
        }
        // Who asks for more than the page itself wants to see what programs see.
        boolean isPlain = isGet && target.query() == null;
        if (person && isPlain && target.path().equals("/")) {
            Html.answer(200, pages.home(base(request), "3", ""), response, callback);
            return true;
        }
        boolean follower = Person.follows(request.getHeaders());
        Matcher token = TOKEN.matcher(target.path());
        if (isPlain && (person || follower) && token.matches()) {
            String name = token.group(1);
            later(request, response, callback, () -> answer(name, follower, request, response, callback));
            return true;
        }
        return super.handle(request, response, callback);
    }

    /// Ends what follows a token; browsers come again by themselves.
    @Override
    public void close() {
        live.close();
    }

    private interface Task {
        void run() throws RegistryUnavailable;
    }

    private void later(Request request, Response response, Callback callback, Task task) {
        // a thread that costs nothing: a form may come as slowly as its sender likes
        Thread.ofVirtual().name("page").start(() -> {
            try {
                task.run();
            } catch (RegistryUnavailable e) {
                String text = pages.trouble(
                        "Not available now", "What keeps the tokens does not answer. Nothing is lost; try again soon.");
                Html.answer(503, text, response, callback);
            } catch (RuntimeException e) {
                Response.writeError(request, response, callback, e);
            }
        });
    }

    private void answer(String name, boolean follower, Request request, Response response, Callback callback)
            throws RegistryUnavailable {
        Registry.Named named = registry.resolve(new Token(name));
        Optional<TokenView> view = registry.view(named.token());
        String join = named.mayRegister() ? base(request) + "/" + name : null;
        if (view.isEmpty()) {
            Html.answer(404, pages.unknown(name), response, callback);
        } else if (follower) {
            live.follow(named.token(), now -> pages.page(name, now, join), response, callback);
        } else {
            Html.answer(200, pages.token(pages.page(name, view.get(), join)), response, callback);
        }
    }

    private String base(Request request) {
        return publicUrl.of(request::getAttribute);
    }
}
