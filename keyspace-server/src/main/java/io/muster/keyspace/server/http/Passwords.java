package io.muster.keyspace.server.http;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategy;
import io.muster.keyspace.access.User;
import io.muster.keyspace.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hashes passwords with bcrypt, as the original does, and checks them.
///
/// A check costs some 50 ms of a processor, so it is done once for a user's hash: from then on a digest of the right
/// password tells right from wrong. What is remembered is bound to the hash; another password means another hash, which
/// nothing is remembered of. Permissions are never remembered. Futures complete on the threads that check: whoever goes
/// on there goes elsewhere first.
final class Passwords implements AutoCloseable {
    /// What bcrypt looks at; the original ignores the rest of a longer password.
    private static final int LENGTH_MAX = 71;

    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);
    private static final int COST = 10;
    private static final int WAITING_MAX = 64;
    private static final int REMEMBERED_MAX = 10_000;
    private static final String HASHING = "";
    private static final CompletableFuture<Boolean> RIGHT = CompletableFuture.completedFuture(true);
    private static final CompletableFuture<Boolean> WRONG = CompletableFuture.completedFuture(false);

    /// A password's digest beside the hash that it fits, or is to be checked against.
    private record Pair(String hash, String digest) {}

    private final LongPasswordStrategy truncating = LongPasswordStrategies.truncate(Version.VERSION_2A);
    private final SecureRandom random = new SecureRandom();
    private final byte[] pepper = random.generateSeed(16);
    private final TurnTaking turns =
            new TurnTaking("password", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), WAITING_MAX);
    private final Map<String, Pair> proven = new ConcurrentHashMap<>();
    private final Map<Pair, CompletableFuture<Boolean>> underway = new ConcurrentHashMap<>();

    /// The hash of a new password, with a salt of its own.
    ///
    /// @return fails with [RejectedExecutionException] when too many wait
    CompletableFuture<String> hash(String password) {
        byte[] bytes = Utf8.encode(password);
        return inTurn(HASHING, () -> {
            byte[] hash = BCrypt.with(Version.VERSION_2A, random, truncating).hash(COST, bytes);
            return new String(hash, StandardCharsets.US_ASCII);
        });
    }

    /// Whether it is the user's password.
    ///
    /// @return complete already when the right one is known; fails with [RejectedExecutionException] when too many
    ///     of this user's wait
    CompletableFuture<Boolean> fits(User user, String password) {
        if (password.isEmpty()) {
            return WRONG;
        }
        byte[] bytes = Utf8.encode(password);
        Pair pair = new Pair(user.passwordHash(), digest(bytes));
        Pair known = proven.get(user.name());
        if (known != null && known.hash().equals(pair.hash())) {
            return known.digest().equals(pair.digest()) ? RIGHT : WRONG;
        }
        // A crowd that comes with the same password is checked once.
        CompletableFuture<Boolean> first = new CompletableFuture<>();
        CompletableFuture<Boolean> already = underway.putIfAbsent(pair, first);
        if (already != null) {
            return already;
        }
        var _ = inTurn(user.name(), () -> verify(user.name(), bytes, pair)).whenComplete((fits, fault) -> {
            underway.remove(pair);
            if (fault == null) {
                first.complete(fits);
            } else {
                first.completeExceptionally(fault);
            }
        });
        return first;
    }

    @Override
    public void close() {
        turns.close();
    }

    private boolean verify(String name, byte[] password, Pair pair) {
        boolean fits = BCrypt.verifyer(Version.VERSION_2A, truncating)
                .verify(password, pair.hash().getBytes(StandardCharsets.US_ASCII))
                .verified;
        if (fits) {
            if (proven.size() >= REMEMBERED_MAX) {
                proven.clear();
            }
            proven.put(name, pair);
        } else {
            LOG.warn("auth: incorrect password for user: {}", name);
        }
        return fits;
    }

    private <T> CompletableFuture<T> inTurn(String lane, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            turns.submit(lane, () -> {
                try {
                    result.complete(work.get());
                } catch (RuntimeException e) {
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    private String digest(byte[] password) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(pepper);
            sha.update(password, 0, Math.min(password.length, LENGTH_MAX));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
