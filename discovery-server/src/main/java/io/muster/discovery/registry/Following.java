package io.muster.discovery.registry;

import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.Watch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Hears of everything that changes how a token looks: its nodes, its record, its reports.
public final class Following implements AutoCloseable {
    private final Keyspace keyspace;
    private final Runnable changed;
    private final List<Watch.Begun> begun = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    private Following(Keyspace keyspace, Runnable changed) {
        this.keyspace = keyspace;
        this.changed = changed;
    }

    static Following begin(Keyspace keyspace, Token token, Runnable changed) {
        Following following = new Following(keyspace, changed);
        List.of(token.directory(), token.noted(), token.reports()).forEach(following::listen);
        return following;
    }

    @Override
    public void close() {
        closed = true;
        begun.forEach(Watch.Begun::close);
    }

    private void listen(Key key) {
        Watch.Listener listener = new Watch.Listener() {
            @Override
            public void onEvent(Event event) {
                changed.run();
            }

            @Override
            public void onClosed(String reason) {
                // a snapshot from another member ends every watch: what happened meanwhile is there to be looked at
                if (!closed) {
                    changed.run();
                    listen(key);
                }
            }
        };
        if (keyspace.watch(new Follow(key, true, true, 0), listener) instanceof Watch.Begun watch) {
            begun.add(watch);
            if (closed) {
                watch.close();
            }
        }
    }
}
