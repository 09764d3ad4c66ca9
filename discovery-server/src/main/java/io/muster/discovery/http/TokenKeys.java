package io.muster.discovery.http;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.muster.discovery.backend.Backend;
import io.muster.discovery.registry.Registry;
import io.muster.discovery.registry.RegistryUnavailable;
import io.muster.discovery.registry.Token;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.server.http.ClientSettings;
import io.muster.keyspace.server.http.KeysHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Serves the keys below tokens, as `/v2/keys` does.
final class TokenKeys implements AutoCloseable {
    private final Backend backend;
    private final Registry registry;
    private final ClientSettings settings;

    // Made when they are needed: an external keyspace says only then what its cluster is called.
    private @Nullable KeysHandler forNodes;
    private @Nullable KeysHandler forReaders;

    TokenKeys(Backend backend, Registry registry, ClientSettings settings) {
        this.backend = backend;
        this.registry = registry;
        this.settings = settings;
    }

    /// Answers now or when it can be answered.
    ///
    /// @param key below the token's directory, under the name that the client knows it by
    void serve(Token name, Key key, Request request, Response response, Callback callback) {
        if (backend.mayWait()) {
            Thread.startVirtualThread(() -> serveNow(name, key, request, response, callback));
        } else {
            serveNow(name, key, request, response, callback);
        }
    }

    @Override
    public synchronized void close() {
        if (forNodes != null) {
            forNodes.close();
        }
        if (forReaders != null) {
            forReaders.close();
        }
    }

    private void serveNow(Token name, Key key, Request request, Response response, Callback callback) {
        try {
            Registry.Named named = registry.resolve(name);
            String below = key.path().substring(name.directory().path().length());
            Key there = Key.of(named.token().directory().path() + below);
            handler(named.mayRegister()).serve(there, request, response, callback);
        } catch (RegistryUnavailable e) {
            // nodes take every 5xx as a reason to try again
            Failure failure = new Failure(ErrorCode.RAFT_INTERNAL, String.valueOf(e.getMessage()), 0);
            PlainAnswer.failure(failure, response, callback);
        }
    }

    private synchronized KeysHandler handler(boolean mayRegister) {
        KeysHandler handler = mayRegister ? forNodes : forReaders;
        if (handler == null) {
            handler = keysHandler(mayRegister ? registry.forNodes() : registry.forReaders());
            if (mayRegister) {
                forNodes = handler;
            } else {
                forReaders = handler;
            }
        }
        return handler;
    }

    private KeysHandler keysHandler(Keyspace keyspace) {
        return new KeysHandler(keyspace, backend.clusterId(), backend::status, settings, new CompositeMeterRegistry());
    }
}
