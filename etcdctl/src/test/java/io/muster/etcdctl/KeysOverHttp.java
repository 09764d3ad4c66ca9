package io.muster.etcdctl;

import com.sun.net.httpserver.HttpExchange;
import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import io.muster.keyspace.store.LocalKeyspace;
import io.muster.keyspace.wire.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// As much of `/v2/keys` as the command line uses.
final class KeysOverHttp {
    final LocalKeyspace keyspace;

    /// One permit for each watch that has begun.
    final Semaphore begun = new Semaphore(0);

    KeysOverHttp(LocalKeyspace keyspace) {
        this.keyspace = keyspace;
    }

    /// Writes a file as some other client would.
    void set(String key, String value) {
        keyspace.submit(new Command.Set(Key.of(key), false, value, null, false)).join();
    }

    void handle(HttpExchange exchange, String body) throws IOException {
        Key key = Key.of(exchange.getRequestURI().getPath().substring("/v2/keys".length()));
        Map<String, String> fields = new HashMap<>();
        read(exchange.getRequestURI().getRawQuery(), fields);
        read(body, fields);
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                if (on(fields, "wait")) {
                    hold(exchange, key, fields);
                } else {
                    Read.Consistency consistency =
                            on(fields, "quorum") ? Read.Consistency.LINEARIZABLE : Read.Consistency.LOCAL;
                    send(
                            exchange,
                            keyspace.get(new Read(key, on(fields, "recursive"), on(fields, "sorted"), consistency))
                                    .join());
                }
            }
            case "POST" ->
                send(
                        exchange,
                        submit(new Command.CreateInOrder(key, false, fields.getOrDefault("value", ""), ttl(fields))));
            case "PUT" -> send(exchange, submit(put(key, fields)));
            case "DELETE" -> send(exchange, submit(delete(key, fields)));
            default -> TestMember.reply(exchange, 405, new byte[0]);
        }
    }

    private Outcome submit(Command command) {
        return keyspace.submit(command).join();
    }

    private static Command put(Key key, Map<String, String> fields) {
        boolean dir = on(fields, "dir");
        String value = fields.getOrDefault("value", "");
        Condition condition = condition(fields);
        if (!condition.prevValue().isEmpty() || condition.prevIndex() != 0) {
            return new Command.CompareAndSwap(key, value, ttl(fields), condition, false);
        }
        return switch (fields.getOrDefault("prevExist", "")) {
            case "true" -> new Command.Update(key, dir, value, ttl(fields), false);
            case "false" -> new Command.Create(key, dir, value, ttl(fields));
            default -> new Command.Set(key, dir, value, ttl(fields), false);
        };
    }

    private static Command delete(Key key, Map<String, String> fields) {
        Condition condition = condition(fields);
        return condition.prevValue().isEmpty() && condition.prevIndex() == 0
                ? new Command.Delete(key, on(fields, "dir") || on(fields, "recursive"), on(fields, "recursive"))
                : new Command.CompareAndDelete(key, condition);
    }

    private void hold(HttpExchange exchange, Key key, Map<String, String> fields) throws IOException {
        long since = Long.parseUnsignedLong(fields.getOrDefault("waitIndex", "0"));
        Follow follow = new Follow(key, on(fields, "recursive"), false, since);
        exchange.getResponseHeaders().set("X-Etcd-Index", Long.toUnsignedString(keyspace.index()));
        Watch watch = keyspace.watch(follow, new Watch.Listener() {
            @Override
            public void onEvent(Event event) {
                try {
                    TestMember.reply(exchange, 200, EventJson.write(event));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public void onClosed(String reason) {
                exchange.close();
            }
        });
        if (watch instanceof Watch.Refused refused) {
            send(exchange, refused.failure());
        }
        begun.release();
    }

    private static void send(HttpExchange exchange, Outcome outcome) throws IOException {
        exchange.getResponseHeaders().set("X-Etcd-Index", Long.toUnsignedString(outcome.index()));
        int status =
                switch (outcome) {
                    case Event event -> event.created() ? 201 : 200;
                    case Failure failure -> failure.code().status();
                    case AccessOutcome _, MembershipOutcome _ ->
                        throw new IllegalArgumentException("not about keys: " + outcome);
                };
        TestMember.reply(exchange, status, EventJson.write(outcome));
    }

    private static Condition condition(Map<String, String> fields) {
        return new Condition(
                fields.getOrDefault("prevValue", ""), Long.parseUnsignedLong(fields.getOrDefault("prevIndex", "0")));
    }

    private static @Nullable Duration ttl(Map<String, String> fields) {
        String seconds = fields.get("ttl");
        return seconds == null ? null : Duration.ofSeconds(Long.parseLong(seconds));
    }

    private static boolean on(Map<String, String> fields, String name) {
        return "true".equals(fields.get(name));
    }

    private static void read(@Nullable String encoded, Map<String, String> fields) {
        if (encoded == null || encoded.isEmpty()) {
            return;
        }
        for (String pair : encoded.split("&", -1)) {
            int equals = pair.indexOf('=');
            fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
