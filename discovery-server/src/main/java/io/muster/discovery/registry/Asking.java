package io.muster.discovery.registry;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Node;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Read.Consistency;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A keyspace asked step by step: every method waits for its answer, so it must be called on a thread that may.
///
/// @param reads how fresh the answers to reads must be for what is decided by them
record Asking(Keyspace keyspace, Consistency reads) {
    /// Longer than any keyspace takes to say that it does not know.
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    /// Asks for a change; refusals of the protocol are returned.
    ///
    /// @throws RegistryUnavailable when it may have been made or not
    Outcome change(Command command) throws RegistryUnavailable {
        return await(keyspace.submit(command));
    }

    /// Reads a node with its children.
    ///
    /// @return empty when there is none
    Optional<Event> find(Key key) throws RegistryUnavailable {
        return find(key, reads);
    }

    /// Reads a node that is not changed once it is there in what it is asked for: what is known here will do, and only
    /// when nothing is others are asked.
    Optional<Event> findAnywhere(Key key) throws RegistryUnavailable {
        Optional<Event> here = find(key, Consistency.LOCAL);
        return here.isPresent() || reads == Consistency.LOCAL ? here : find(key, reads);
    }

    private Optional<Event> find(Key key, Consistency consistency) throws RegistryUnavailable {
        return switch (await(keyspace.get(new Read(key, false, true, consistency)))) {
            case Event event -> Optional.of(event);
            case Failure failure
            when failure.code() == ErrorCode.KEY_NOT_FOUND || failure.code() == ErrorCode.NOT_A_DIRECTORY ->
                Optional.empty();
            case Failure failure -> throw unavailable(failure);
            case AccessOutcome _, MembershipOutcome _ -> throw foreign();
        };
    }

    /// Removes a node with all below it, if it is there.
    void remove(Key key) throws RegistryUnavailable {
        if (change(new Command.Delete(key, true, true)) instanceof Failure failure
                && failure.code() != ErrorCode.KEY_NOT_FOUND) {
            throw unavailable(failure);
        }
    }

    /// Asks for a change that nothing may speak against.
    Node make(Command command) throws RegistryUnavailable {
        return switch (change(command)) {
            case Event event -> event.node();
            case Failure failure -> throw unavailable(failure);
            case AccessOutcome _, MembershipOutcome _ -> throw foreign();
        };
    }

    /// What is thrown when a key is answered for with something else.
    static IllegalStateException foreign() {
        return new IllegalStateException("the keyspace answered about something else than keys");
    }

    static RegistryUnavailable unavailable(Failure failure) {
        return new RegistryUnavailable(failure.code().message() + ": " + failure.cause());
    }

    private static Outcome await(CompletableFuture<Outcome> asked) throws RegistryUnavailable {
        try {
            Outcome outcome = asked.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (outcome instanceof Failure failure && failure.code() == ErrorCode.RAFT_INTERNAL) {
                throw unavailable(failure);
            }
            return outcome;
        } catch (TimeoutException | ExecutionException e) {
            throw new RegistryUnavailable("the keyspace that keeps the tokens did not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailable("interrupted while waiting for the keyspace that keeps the tokens", e);
        }
    }
}
