package io.muster.discovery;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Command;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Key;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Read.Consistency;
import io.muster.keyspace.server.Member;
import io.muster.keyspace.server.MemberSettings;
import io.muster.keyspace.server.Role;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.bootstrap.MemberIds;
import io.muster.keyspace.server.http.ClientSettings;
import io.muster.keyspace.server.http.KeysHandler;
import io.muster.keyspace.server.http.RequestPath;
import io.muster.keyspace.server.log.Retention;
import io.muster.keyspace.server.log.UnusableDataDir;
import io.muster.keyspace.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A registry in a keyspace of its own: a lone member in this process. What it confirmed survives the loss of power.
final class EmbeddedRegistry implements Registry {
    // Ids that depend on nothing, so that the data may be moved to another machine or served at another address.
    private static final MemberInfo SELF =
            new MemberInfo(MemberIds.member(List.of(), "discovery"), "discovery", List.of(), List.of());
    private static final long CLUSTER_ID = MemberIds.cluster(List.of(SELF.id()));

    private static final Duration HEARTBEAT = Duration.ofMillis(100);
    private static final Duration ELECTION = Duration.ofSeconds(1);
    private static final int SNAPSHOT_COUNT = 10_000;
    private static final Duration START_LIMIT = Duration.ofSeconds(15);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(20);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private final Path dataDir;
    private final Member member;
    private final KeysHandler keys;

    private EmbeddedRegistry(Path dataDir, Member member) {
        this.dataDir = dataDir;
        this.member = member;
        this.keys = new KeysHandler(
                member.keyspace(), CLUSTER_ID, member::status, ClientSettings.DEFAULT, new CompositeMeterRegistry());
    }

    /// Opens or makes the registry in a directory, and returns when it takes writes.
    ///
    /// @throws StartFailure when the directory cannot be used, or the member does not come up
    static EmbeddedRegistry open(Path dataDir) throws StartFailure, InterruptedException {
        Member member;
        try {
            member = Member.start(
                    new MemberSettings(
                            CLUSTER_ID,
                            SELF,
                            List.of(SELF),
                            List.of(SELF.id()),
                            dataDir,
                            null,
                            HEARTBEAT,
                            ELECTION,
                            SNAPSHOT_COUNT,
                            Store.DEFAULT_HISTORY_SIZE,
                            Retention.DEFAULT,
                            0,
                            false,
                            false,
                            List.of(),
                            InstantSource.system()),
                    new CompositeMeterRegistry());
        } catch (UnusableDataDir e) {
            throw new StartFailure(String.valueOf(e.getMessage()), e);
        }
        EmbeddedRegistry registry = new EmbeddedRegistry(dataDir, member);
        try {
            registry.awaitLeadership();
            registry.makeDirectory();
            return registry;
        } catch (StartFailure | InterruptedException e) {
            registry.close();
            throw e;
        }
    }

    @Override
    public void create(Token token, ClusterSize size) throws RegistryUnavailable {
        submit(new Command.Create(token.size(), false, size.toString(), null));
    }

    @Override
    public void remove(Token token) throws RegistryUnavailable {
        submit(new Command.Delete(token.directory(), true, true));
    }

    @Override
    public Handler keys() {
        return new Handler.Abstract.NonBlocking() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                String path = RequestPath.of(request.getHttpURI().getPath()).decoded();
                keys.serve(Key.of(path.substring("/v2/keys".length())), request, response, callback);
                return true;
            }
        };
    }

    @Override
    public String about() {
        return "data directory \"" + dataDir + "\"";
    }

    @Override
    public void close() {
        keys.close();
        member.close();
    }

    private void submit(Command command) throws RegistryUnavailable {
        switch (await(member.keyspace().submit(command))) {
            case Event _, AccessOutcome _, MembershipOutcome _ -> {}
            case Failure failure -> throw new RegistryUnavailable(failure.code().message() + ": " + failure.cause());
        }
    }

    private static Outcome await(CompletableFuture<Outcome> outcome) throws RegistryUnavailable {
        try {
            return outcome.get(ANSWER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new RegistryUnavailable("the embedded keyspace did not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailable("interrupted while waiting for the embedded keyspace", e);
        }
    }

    // Otherwise an empty registry would not name the token that it does not know.
    private void makeDirectory() throws StartFailure {
        try {
            Read read = new Read(Token.REGISTRY, false, false, Consistency.LINEARIZABLE);
            if (await(member.keyspace().get(read)) instanceof Failure failure
                    && failure.code() == ErrorCode.KEY_NOT_FOUND) {
                submit(new Command.Create(Token.REGISTRY, true, "", null));
            }
        } catch (RegistryUnavailable e) {
            throw new StartFailure("the keyspace in " + dataDir + " takes no writes: " + e.getMessage(), e);
        }
    }

    private void awaitLeadership() throws StartFailure, InterruptedException {
        for (Duration waited = Duration.ZERO;
                member.status().role() != Role.LEADER;
                waited = waited.plus(LOOK_INTERVAL)) {
            if (waited.compareTo(START_LIMIT) > 0) {
                throw new StartFailure("the keyspace in " + dataDir + " did not come up within "
                        + START_LIMIT.toSeconds() + " s; see the log above");
            }
            Thread.sleep(LOOK_INTERVAL);
        }
    }
}
