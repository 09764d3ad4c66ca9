package io.muster.discovery.backend;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Key;
import io.muster.keyspace.Read;
import io.muster.keyspace.Read.Consistency;
import io.muster.keyspace.server.http.RequestPath;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// A request to an etcd with the v2 keys API. Source: `api.md` of etcd 2.3.
///
/// @param target path and query
/// @param form urlencoded; empty for no body
record EtcdCommand(String method, String target, String form) {
    static EtcdCommand of(Read read) {
        String quorum = read.consistency() == Consistency.LINEARIZABLE ? "&quorum=true" : "";
        return new EtcdCommand(
                "GET", path(read.key()) + "?recursive=" + read.recursive() + "&sorted=" + read.sorted() + quorum, "");
    }

    static EtcdCommand wait(Key key, boolean recursive, long sinceIndex) {
        String since = sinceIndex == 0 ? "" : "&waitIndex=" + Long.toUnsignedString(sinceIndex);
        return new EtcdCommand("GET", path(key) + "?wait=true&recursive=" + recursive + since, "");
    }

    static EtcdCommand of(Command command) {
        return switch (command) {
            case Command.Create c -> put(c.key(), "prevExist=false", c.dir(), c.value(), c.ttl(), false);
            case Command.Set s -> put(s.key(), "", s.dir(), s.value(), s.ttl(), s.refresh());
            case Command.Update u -> put(u.key(), "prevExist=true", u.dir(), u.value(), u.ttl(), u.refresh());
            case Command.CompareAndSwap c ->
                put(c.key(), condition(c.condition()), false, c.value(), c.ttl(), c.refresh());
            case Command.CreateInOrder c ->
                new EtcdCommand("POST", path(c.directory()), form(c.dir(), c.value(), c.ttl(), false));
            case Command.Delete d ->
                new EtcdCommand("DELETE", path(d.key()) + "?dir=" + d.dir() + "&recursive=" + d.recursive(), "");
            case Command.CompareAndDelete d ->
                new EtcdCommand("DELETE", path(d.key()) + "?" + condition(d.condition()), "");
            case Command.Expire _, Command.PublishMember _, Command.ChangeAccess _, Command.ChangeMembers _ ->
                throw new IllegalArgumentException("no client asks for " + command);
        };
    }

    private static EtcdCommand put(
            Key key, String query, boolean dir, String value, @Nullable Duration ttl, boolean refresh) {
        return new EtcdCommand(
                "PUT", query.isEmpty() ? path(key) : path(key) + "?" + query, form(dir, value, ttl, refresh));
    }

    private static String form(boolean dir, String value, @Nullable Duration ttl, boolean refresh) {
        StringJoiner form = new StringJoiner("&");
        if (dir) {
            form.add("dir=true");
        }
        if (refresh) {
            form.add("refresh=true");
        } else {
            form.add("value=" + encoded(value));
        }
        if (ttl != null) {
            form.add("ttl=" + ttl.toSeconds());
        }
        return form.toString();
    }

    private static String condition(Condition condition) {
        StringJoiner query = new StringJoiner("&");
        if (!condition.prevValue().isEmpty()) {
            query.add("prevValue=" + encoded(condition.prevValue()));
        }
        if (condition.prevIndex() != 0) {
            query.add("prevIndex=" + Long.toUnsignedString(condition.prevIndex()));
        }
        return query.toString();
    }

    private static String path(Key key) {
        return new RequestPath("/v2/keys" + key.path()).location();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
