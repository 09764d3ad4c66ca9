package io.muster.bench.chaos;

import io.muster.bench.Eventually;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Clients that work on a few keys through all members at once until they are told to end, and write down what they
/// saw. Each is a virtual thread that does one thing at a time.
final class Load implements AutoCloseable {
    /// Below here lies every key of a run, so that a watch of it misses no index.
    static final String FOLDER = "/chaos";

    /// How many keys the clients share.
    static final int KEYS = 8;

    private static final int CLIENTS_EACH = 3;
    private static final int EXPIRING_KEYS = 5;
    private static final int LONGEST_PAUSE_MILLIS = 40;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(1);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_LIMIT)
            .build();
    private final History history;
    private final Tally tally;
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean ending;

    private Load(History history, Tally tally) {
        this.history = history;
        this.tally = tally;
    }

    /// One of the keys the clients share.
    static String key(int number) {
        return FOLDER + "/k" + number;
    }

    /// Starts the clients.
    ///
    /// @param seed decides what each client does, though not how it comes out
    static Load start(List<String> members, long seed, boolean staleReads, History history, Tally tally) {
        Load load = new Load(history, tally);
        for (int i = 0; i < members.size() * CLIENTS_EACH; i++) {
            int number = i;
            KeyClient client = new KeyClient(load.http, members.get(i % members.size()), staleReads);
            Random random = new Random(seed * 1_000 + i);
            load.clients.add(Thread.ofVirtual().start(() -> load.work(number, client, random)));
        }
        KeyClient expiring = new KeyClient(load.http, members.getFirst(), false);
        load.clients.add(Thread.ofVirtual().start(() -> load.expire(expiring)));
        return load;
    }

    /// Waits until there have been some answers.
    void awaitAnswers() {
        Eventually.await("the first answers", Arena.RECOVERY_LIMIT, () -> tally.acknowledged() > 100);
    }

    /// Lets every client finish what it is about.
    @Override
    public void close() {
        ending = true;
        try {
            for (Thread client : clients) {
                client.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            http.shutdownNow();
        }
    }

    private void work(int number, KeyClient client, Random random) {
        Map<String, String> lastSeen = new HashMap<>();
        try {
            for (long n = 0; !ending; n++) {
                String key = key(random.nextInt(KEYS));
                String value = "c" + number + "-" + n;
                String expected = lastSeen.getOrDefault(key, "none");
                int dice = random.nextInt(100);
                String fault = tally.active();
                long invoked = System.nanoTime();
                Optional<Effect> effect = dice < 35
                        ? client.get(key)
                        : dice < 65
                                ? client.set(key, value)
                                : dice < 90 ? client.swap(key, expected, value) : client.delete(key);
                long returned = System.nanoTime();
                effect.ifPresent(known -> record(number, key, invoked, returned, known, fault, lastSeen));
                Thread.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void record(
            int client,
            String key,
            long invoked,
            long returned,
            Effect effect,
            @Nullable String fault,
            Map<String, String> lastSeen) {
        if (effect instanceof Effect.Known known) {
            tally.acknowledge(fault);
            if (known.after() != null) {
                lastSeen.put(key, known.after());
            }
            history.add(new Operation(client, key, invoked, returned, effect));
        } else {
            history.add(new Operation(client, key, invoked, Operation.OPEN, effect));
        }
    }

    private void expire(KeyClient client) {
        try {
            for (int n = 0; !ending; n++) {
                client.setExpiring(FOLDER + "/ttl" + n % EXPIRING_KEYS, 1 + n % 3);
                Thread.sleep(500);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
