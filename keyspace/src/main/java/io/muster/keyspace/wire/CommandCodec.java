package io.muster.keyspace.wire;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Key;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A command's bytes: a number for its kind, then its parts in order.
final class CommandCodec {
    private static final int CREATE = 1;
    private static final int CREATE_IN_ORDER = 2;
    private static final int SET = 3;
    private static final int UPDATE = 4;
    private static final int COMPARE_AND_SWAP = 5;
    private static final int DELETE = 6;
    private static final int COMPARE_AND_DELETE = 7;
    private static final int EXPIRE = 8;
    private static final int PUBLISH_MEMBER = 9;
    private static final int CHANGE_ACCESS = 10;
    private static final int CHANGE_MEMBERS = 11;

    private CommandCodec() {}

    static void write(ByteWriter out, Command command) {
        switch (command) {
            case Command.Create c -> {
                key(out.octet(CREATE), c.key()).flag(c.dir()).string(c.value());
                ttl(out, c.ttl());
            }
            case Command.CreateInOrder c -> {
                key(out.octet(CREATE_IN_ORDER), c.directory()).flag(c.dir()).string(c.value());
                ttl(out, c.ttl());
            }
            case Command.Set c -> {
                key(out.octet(SET), c.key()).flag(c.dir()).string(c.value());
                ttl(out, c.ttl()).flag(c.refresh());
            }
            case Command.Update c -> {
                key(out.octet(UPDATE), c.key()).flag(c.dir()).string(c.value());
                ttl(out, c.ttl()).flag(c.refresh());
            }
            case Command.CompareAndSwap c -> {
                key(out.octet(COMPARE_AND_SWAP), c.key()).string(c.value());
                condition(ttl(out, c.ttl()), c.condition()).flag(c.refresh());
            }
            case Command.Delete c ->
                key(out.octet(DELETE), c.key()).flag(c.dir()).flag(c.recursive());
            case Command.CompareAndDelete c -> condition(key(out.octet(COMPARE_AND_DELETE), c.key()), c.condition());
            case Command.Expire _ -> out.octet(EXPIRE);
            case Command.PublishMember c -> MemberCodec.write(out.octet(PUBLISH_MEMBER), c.member());
            case Command.ChangeAccess c -> AccessCodec.writeChange(out.octet(CHANGE_ACCESS), c.change());
            case Command.ChangeMembers c -> MemberCodec.writeChange(out.octet(CHANGE_MEMBERS), c);
        }
    }

    static Command read(ByteReader in) {
        int kind = in.octet();
        return switch (kind) {
            case CREATE -> new Command.Create(key(in), in.flag(), in.string(), ttl(in));
            case CREATE_IN_ORDER -> new Command.CreateInOrder(key(in), in.flag(), in.string(), ttl(in));
            case SET -> new Command.Set(key(in), in.flag(), in.string(), ttl(in), in.flag());
            case UPDATE -> new Command.Update(key(in), in.flag(), in.string(), ttl(in), in.flag());
            case COMPARE_AND_SWAP ->
                new Command.CompareAndSwap(key(in), in.string(), ttl(in), condition(in), in.flag());
            case DELETE -> new Command.Delete(key(in), in.flag(), in.flag());
            case COMPARE_AND_DELETE -> new Command.CompareAndDelete(key(in), condition(in));
            case EXPIRE -> new Command.Expire();
            case PUBLISH_MEMBER -> new Command.PublishMember(MemberCodec.read(in));
            case CHANGE_ACCESS -> new Command.ChangeAccess(AccessCodec.readChange(in));
            case CHANGE_MEMBERS -> MemberCodec.readChange(in);
            default -> throw in.malformed("has a command of unknown kind " + kind);
        };
    }

    private static ByteWriter key(ByteWriter out, Key key) {
        return out.string(key.path());
    }

    private static Key key(ByteReader in) {
        return Key.of(in.string());
    }

    private static ByteWriter ttl(ByteWriter out, @Nullable Duration ttl) {
        return ttl == null
                ? out.flag(false)
                : out.flag(true).signed(ttl.getSeconds()).number(ttl.getNano());
    }

    private static @Nullable Duration ttl(ByteReader in) {
        if (!in.flag()) {
            return null;
        }
        long seconds = in.signed();
        long nanos = in.number();
        if (nanos < 0 || nanos > 999_999_999) {
            throw in.malformed("has a time to live out of range");
        }
        return Duration.ofSeconds(seconds, nanos);
    }

    private static ByteWriter condition(ByteWriter out, Condition condition) {
        return out.string(condition.prevValue()).number(condition.prevIndex());
    }

    private static Condition condition(ByteReader in) {
        return new Condition(in.string(), in.number());
    }
}
