package io.muster.keyspace.server.http;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Read;
import io.muster.keyspace.Read.Consistency;
import io.muster.keyspace.server.Dialect;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads one request to `/v2/keys`. Every field is checked on every method, also where it means nothing, and in the
/// order of the original, because the first fault is the one that is answered. Source: `api.md` of etcd 2.3, and its
/// recorded answers for the order.
final class KeyRequestReader {
    private static final Pattern NEGATIVE = Pattern.compile("-\\d+");

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Dialect dialect;
    private final String method;
    private final Key key;
    private final Form form;

    private KeyRequestReader(Dialect dialect, String method, Key key, Form form) {
        this.dialect = dialect;
        this.method = method;
        this.key = key;
        this.form = form;
    }

    /// @param method one of GET, HEAD, PUT, POST, DELETE
    static KeyRequest read(Dialect dialect, String method, Key key, Form form) {
        try {
            return new KeyRequestReader(dialect, method, key, form).read();
        } catch (BadField bad) {
            return new KeyRequest.Refused(new Failure(bad.code, bad.reason, 0));
        }
    }

    private KeyRequest read() throws BadField {
        Optional<String> fault = form.fault();
        if (fault.isPresent()) {
            throw new BadField(ErrorCode.INVALID_FORM, fault.get());
        }
        long prevIndex = index("prevIndex");
        long waitIndex = index("waitIndex");
        boolean recursive = flag("recursive");
        boolean sorted = flag("sorted");
        boolean wait = flag("wait");
        boolean dir = flag("dir");
        boolean quorum = flag("quorum");
        boolean stream = flag("stream");
        if (wait && !method.equals("GET")) {
            throw new BadField(ErrorCode.INVALID_FIELD, "\"wait\" can only be used with GET requests");
        }
        String prevValue = form.value("prevValue");
        if (form.has("prevValue") && prevValue.isEmpty()) {
            throw new BadField(ErrorCode.PREV_VALUE_REQUIRED, "\"prevValue\" cannot be empty");
        }
        boolean quiet = dialect.knowsNoValueOnSuccess() && flag("noValueOnSuccess");
        Duration ttl = ttl();
        Boolean prevExist = form.has("prevExist") ? choice("prevExist") : null;
        boolean refresh = dialect.knowsRefresh() && form.has("refresh") && choice("refresh");
        if (refresh && !form.value("value").isEmpty()) {
            throw new BadField(ErrorCode.REFRESH_VALUE, "A value was provided on a refresh");
        }
        if (refresh && ttl == null) {
            throw new BadField(ErrorCode.REFRESH_TTL_REQUIRED, "No TTL value set");
        }

        Condition condition = new Condition(prevValue, prevIndex);
        return switch (method) {
            case "PUT" -> new KeyRequest.Write(put(dir, ttl, prevExist, condition, refresh), recursive, quiet);
            case "POST" ->
                new KeyRequest.Write(new Command.CreateInOrder(key, dir, form.value("value"), ttl), recursive, quiet);
            case "DELETE" ->
                new KeyRequest.Write(
                        isGiven(condition)
                                ? new Command.CompareAndDelete(key, condition)
                                : new Command.Delete(key, dir, recursive),
                        recursive,
                        false);
            default ->
                wait && !quorum
                        ? new KeyRequest.Follow(new io.muster.keyspace.Follow(key, recursive, stream, waitIndex))
                        : new KeyRequest.Fetch(new Read(
                                key, recursive, sorted, quorum ? Consistency.LINEARIZABLE : Consistency.LOCAL));
        };
    }

    private Command put(
            boolean dir, @Nullable Duration ttl, @Nullable Boolean prevExist, Condition condition, boolean refresh) {
        String value = form.value("value");
        if (prevExist != null && !prevExist) {
            return new Command.Create(key, dir, value, ttl);
        }
        if (isGiven(condition)) {
            return new Command.CompareAndSwap(key, value, ttl, condition, refresh);
        }
        return prevExist == null
                ? new Command.Set(key, dir, value, ttl, refresh)
                : new Command.Update(key, dir, value, ttl, refresh);
    }

    private static boolean isGiven(Condition condition) {
        return condition.prevIndex() != 0 || !condition.prevValue().isEmpty();
    }

    private @Nullable Duration ttl() throws BadField {
        String text = form.value("ttl");
        if (text.isEmpty()) {
            return null;
        }
        if (dialect.signsTtl() && NEGATIVE.matcher(text).matches()) {
            return Duration.ZERO;
        }
        // The original counts nanoseconds in 64 bits: what is more than 292 years comes round.
        return Duration.ofNanos(unsigned("ttl", ErrorCode.TTL_NOT_A_NUMBER) * NANOS_PER_SECOND);
    }

    private long index(String name) throws BadField {
        return form.has(name) ? unsigned(name, ErrorCode.INDEX_NOT_A_NUMBER) : 0;
    }

    private long unsigned(String name, ErrorCode code) throws BadField {
        String text = form.value(name);
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            try {
                return Long.parseUnsignedLong(text);
            } catch (NumberFormatException e) {
                // empty, or beyond 64 bits: refused like everything else that is no number
            }
        }
        throw new BadField(code, "invalid value for \"" + name + "\"");
    }

    private boolean flag(String name) throws BadField {
        return form.has(name) && bool(name, "\"" + name + "\"");
    }

    /// A switch whose absence means something else than false; the original names these without quotes.
    private boolean choice(String name) throws BadField {
        return bool(name, name);
    }

    private boolean bool(String name, String shown) throws BadField {
        return dialect.readSwitch(form.value(name))
                .orElseThrow(() -> new BadField(ErrorCode.INVALID_FIELD, "invalid value for " + shown));
    }

    /// The first fault found; it carries an answer, not a stack.
    private static final class BadField extends Exception {
        private static final long serialVersionUID = 1L;
        private final ErrorCode code;
        private final String reason;

        BadField(ErrorCode code, String reason) {
            super(reason, null, false, false);
            this.code = code;
            this.reason = reason;
        }
    }
}
