package io.muster.discovery.registry;

import io.muster.keyspace.Key;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// The name of one cluster being born: whoever knows it may join, unless it is the public one of a secret token.
///
/// @param name 32 lower-case hex digits when it was given out; for private discovery whatever its founder chose
public record Token(String name) {
    /// The directory of all tokens, as nodes see them.
    public static final Key REGISTRY = Key.of("/_etcd/registry");

    /// What is noted of tokens beside, which no client can name. It is not below the registry, where a wait would hear
    /// of it.
    static final Key NOTES = Key.of("/_etcd/muster");

    private static final int BYTES = 16;
    private static final int SHARDS = 256;
    private static final List<Key> RECORDS = shards("tokens");
    private static final List<Key> REPORTS = shards("reports");
    private static final Pattern FORM = Pattern.compile("[a-f0-9]{" + 2 * BYTES + "}");

    public Token {
        if (!isName(name)) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a token");
        }
    }

    /// A token nobody can guess, provided that nobody can guess what `random` yields.
    public static Token random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Token(HexFormat.of().formatHex(bytes));
    }

    /// Whether this is what a token that was given out looks like.
    public static boolean isToken(String text) {
        return FORM.matcher(text).matches();
    }

    /// The token whose directory a key is or lies in; empty for what is not below the registry, or hidden there.
    public static Optional<Token> of(Key key) {
        if (!key.isAtOrBelow(REGISTRY) || key.equals(REGISTRY)) {
            return Optional.empty();
        }
        String below = key.path().substring(REGISTRY.path().length() + 1);
        int slash = below.indexOf('/');
        String name = slash < 0 ? below : below.substring(0, slash);
        return isName(name) ? Optional.of(new Token(name)) : Optional.empty();
    }

    /// The name under which a secret token can be read. Nobody can go the other way.
    Token shown() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(("muster: read " + name).getBytes(StandardCharsets.UTF_8));
            return new Token(HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Where its members register.
    public Key directory() {
        return REGISTRY.child(name);
    }

    /// Where the number of members is kept, which nodes read first.
    public Key size() {
        return directory().child("_config/size");
    }

    /// Where its record is kept.
    Key noted() {
        return RECORDS.get(shard()).child(name);
    }

    /// Where the reports of its nodes are kept.
    Key reports() {
        return REPORTS.get(shard()).child(name);
    }

    /// The directories in which records are; none of them becomes too large to be read at once.
    static List<Key> records() {
        return RECORDS;
    }

    @Override
    public String toString() {
        return name;
    }

    private int shard() {
        return Math.floorMod(name.hashCode(), SHARDS);
    }

    private static List<Key> shards(String what) {
        return IntStream.range(0, SHARDS)
                .mapToObj(shard -> NOTES.child(what + "/%02x".formatted(shard)))
                .toList();
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && !name.startsWith("_")
                && Key.of(name).path().equals("/" + name)
                && name.indexOf('/') < 0;
    }
}
