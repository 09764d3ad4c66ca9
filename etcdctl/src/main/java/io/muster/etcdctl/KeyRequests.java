package io.muster.etcdctl;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.Read;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Puts commands, reads and watches into requests to `/v2/keys`.
final class KeyRequests {
    private KeyRequests() {}

    static HttpRequest of(Command command) {
        return switch (command) {
            case Command.Create create -> {
                Map<String, String> form = form(create.dir(), create.value(), create.ttl(), false);
                yield write("PUT", create.key(), query(create.dir(), "false"), form);
            }
            case Command.CreateInOrder create -> {
                Map<String, String> form = form(create.dir(), create.value(), create.ttl(), false);
                yield write("POST", create.directory(), query(create.dir(), ""), form);
            }
            case Command.Set set -> {
                Map<String, String> form = form(set.dir(), set.value(), set.ttl(), set.refresh());
                yield write("PUT", set.key(), query(set.dir(), ""), form);
            }
            case Command.Update update -> {
                Map<String, String> form = form(update.dir(), update.value(), update.ttl(), update.refresh());
                yield write("PUT", update.key(), query(update.dir(), "true"), form);
            }
            case Command.CompareAndSwap swap -> {
                Map<String, String> form = form(false, swap.value(), swap.ttl(), swap.refresh());
                yield write("PUT", swap.key(), condition(swap.condition()), form);
            }
            case Command.Delete delete -> {
                Map<String, String> query = fields();
                if (delete.dir()) {
                    query.put("dir", "true");
                }
                if (delete.recursive()) {
                    query.put("recursive", "true");
                }
                yield HttpRequest.delete(target(delete.key(), query));
            }
            case Command.CompareAndDelete delete ->
                HttpRequest.delete(target(delete.key(), condition(delete.condition())));
            case Command.Expire expire -> throw new IllegalArgumentException("no client can ask for it: " + expire);
            case Command.PublishMember publish ->
                throw new IllegalArgumentException("no client can ask for it: " + publish);
            case Command.ChangeAccess change ->
                throw new IllegalArgumentException("is no request about keys: " + change);
            case Command.ChangeMembers change ->
                throw new IllegalArgumentException("is no request about keys: " + change);
        };
    }

    static HttpRequest of(Read read) {
        Map<String, String> query = fields();
        query.put("quorum", String.valueOf(read.consistency() == Read.Consistency.LINEARIZABLE));
        query.put("recursive", String.valueOf(read.recursive()));
        query.put("sorted", String.valueOf(read.sorted()));
        return HttpRequest.get(target(read.key(), query));
    }

    /// A long poll for one event, whatever [Follow#stream] says: a stream that begins in the history ends after one.
    static HttpRequest of(Follow follow) {
        Map<String, String> query = fields();
        query.put("wait", "true");
        query.put("recursive", String.valueOf(follow.recursive()));
        query.put("waitIndex", Long.toUnsignedString(follow.sinceIndex()));
        return HttpRequest.hold(target(follow.key(), query));
    }

    private static HttpRequest write(String method, Key key, Map<String, String> query, Map<String, String> form) {
        return HttpRequest.form(method, target(key, query), encode(form));
    }

    private static Map<String, String> query(boolean dir, String prevExist) {
        Map<String, String> query = fields();
        if (dir) {
            query.put("dir", "true");
        }
        if (!prevExist.isEmpty()) {
            query.put("prevExist", prevExist);
        }
        return query;
    }

    private static Map<String, String> form(boolean dir, String value, @Nullable Duration ttl, boolean refresh) {
        Map<String, String> form = fields();
        if (!dir && !refresh) {
            form.put("value", value);
        }
        if (ttl != null) {
            form.put("ttl", String.valueOf(ttl.toSeconds()));
        }
        if (refresh) {
            form.put("refresh", "true");
        }
        return form;
    }

    private static Map<String, String> condition(Condition condition) {
        Map<String, String> query = fields();
        if (!condition.prevValue().isEmpty()) {
            query.put("prevValue", condition.prevValue());
        }
        if (condition.prevIndex() != 0) {
            query.put("prevIndex", Long.toUnsignedString(condition.prevIndex()));
        }
        return query;
    }

    private static Map<String, String> fields() {
        return new TreeMap<>();
    }

    private static String target(Key key, Map<String, String> query) {
        String path = "/v2/keys" + Percent.path(key.path());
        return query.isEmpty() ? path : path + "?" + encode(query);
    }

    private static String encode(Map<String, String> fields) {
        StringBuilder encoded = new StringBuilder();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            encoded.append(encoded.isEmpty() ? "" : "&").append(Percent.field(field.getKey()));
            encoded.append('=').append(Percent.field(field.getValue()));
        }
        return encoded.toString();
    }
}
