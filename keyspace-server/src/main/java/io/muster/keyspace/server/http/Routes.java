package io.muster.keyspace.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Map;

/// Javalin routes with the manners of the original: a known path refuses other methods with 405 and says which it
/// allows.
public final class Routes {
    static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";

    private static final List<HandlerType> METHODS = List.of(
            HandlerType.GET,
            HandlerType.HEAD,
            HandlerType.POST,
            HandlerType.PUT,
            HandlerType.PATCH,
            HandlerType.DELETE,
            HandlerType.TRACE);

    private final RoutesConfig routes;

    public Routes(RoutesConfig routes) {
        this.routes = routes;
    }

    /// Serves a path.
    ///
    /// @param allow the methods it knows, separated by commas, as the `Allow` header shows them
    public void serve(String path, String allow, Handler handler) {
        List<String> allowed = List.of(allow.split(",", -1));
        for (HandlerType method : METHODS) {
            routes.addHttpHandler(
                    method, path, allowed.contains(method.name()) ? handler : context -> refuse(context, allow));
        }
    }

    /// Serves a path on whatever method; what is allowed is the handler's affair.
    void serveAll(String path, Handler handler) {
        METHODS.forEach(method -> routes.addHttpHandler(method, path, handler));
    }

    public static void text(Context context, int status, String text) {
        context.status(status).contentType(TEXT).result(text);
    }

    /// Answers with what went wrong, in the shape that the APIs beside the keys have for it.
    static void message(Context context, int status, String message) {
        context.status(status).json(Map.of("message", message));
    }

    static void refuse(Context context, String allow) {
        context.header("Allow", allow);
        text(context, 405, "Method Not Allowed\n");
    }
}
