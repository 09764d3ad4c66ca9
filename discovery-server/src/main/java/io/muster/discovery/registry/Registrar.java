package io.muster.discovery.registry;

import io.muster.discovery.registry.TokenRecord.Claim;
import io.muster.keyspace.Action;
import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Outcome;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Carries out what clients ask to be changed below tokens, as [TokenRules] has it, and notes when it was done.
///
/// Every method waits for the keyspace; may be called from any thread that may wait.
final class Registrar {
    // Only to spare those who come at once the comparisons that would fail: what counts is the comparison.
    private final ReentrantLock[] turns =
            Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

    private final Asking asking;
    private final Records records;
    private final Registry.Settings settings;

    Registrar(Asking asking, Registry.Settings settings) {
        this.asking = asking;
        this.records = new Records(asking);
        this.settings = settings;
    }

    /// Makes a change, or says why not.
    ///
    /// @throws RegistryUnavailable when it may have been made or not
    Outcome carryOut(Command command, Asked asked, Token token) throws RegistryUnavailable {
        ReentrantLock turn = turns[Math.floorMod(token.hashCode(), turns.length)];
        turn.lock();
        try {
            return carryOutAlone(command, asked, token);
        } finally {
            turn.unlock();
        }
    }

    private Outcome carryOutAlone(Command command, Asked asked, Token token) throws RegistryUnavailable {
        while (true) {
            Instant now = settings.clock().instant();
            Contents contents = Contents.read(token, asking);
            if (contents.isOver(settings)) {
                return new Failure(ErrorCode.KEY_NOT_FOUND, token.directory().path(), contents.index());
            }
            Ruling ruling =
                    settings.permissive() ? lenient(asked, contents) : new TokenRules(contents, now).judge(asked);
            switch (ruling) {
                case Ruling.Refused refused -> {
                    return refused.failure();
                }
                case Ruling.Settled settled -> {
                    return settled.event();
                }
                case Ruling.Pass _ -> {
                    return asking.change(command);
                }
                case Ruling.Found _ -> {
                    if (note(contents, contents.noted().orElseGet(() -> TokenRecord.of(now, false)))) {
                        return asking.change(command);
                    }
                }
                case Ruling.Register register -> {
                    if (note(contents, claimed(contents, register, now))) {
                        return asking.change(command);
                    }
                }
            }
        }
    }

    /// False when somebody else noted something meanwhile, so that all is to be judged anew.
    private boolean note(Contents contents, TokenRecord after) throws RegistryUnavailable {
        Records.Stored before = contents.stored().orElseGet(() -> new Records.Stored(after, 0));
        return records.replace(contents.token(), before, after);
    }

    private static TokenRecord claimed(Contents contents, Ruling.Register register, Instant now) {
        TokenRecord noted = contents.noted().orElseGet(() -> TokenRecord.of(now, false));
        TokenRecord claimed = noted.with(register.id(), new Claim(now, register.value()));
        long registered = contents.registrants().size() + 1L;
        boolean completes = contents.members() > 0 && registered >= contents.members();
        return completes && noted.completed() == null ? claimed.completedAt(now) : claimed;
    }

    // The keyspace decides about everything; new registrations are only noted.
    private static Ruling lenient(Asked asked, Contents contents) {
        return asked instanceof Asked.Write write
                        && (write.action() == Action.CREATE || write.action() == Action.SET)
                        && !write.dir()
                        && contents.isThere()
                        && write.key().parent().equals(contents.token().directory())
                        && !write.key().isHidden()
                        && contents.registrant(write.key()).isEmpty()
                ? new Ruling.Register(write.key().name(), write.value())
                : new Ruling.Pass();
    }
}
