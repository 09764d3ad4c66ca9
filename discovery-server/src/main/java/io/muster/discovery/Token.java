package io.muster.discovery;

import io.muster.keyspace.Key;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// The secret name of one cluster being born: whoever knows it may join.
///
/// @param hex 32 lower-case hex digits
record Token(String hex) {
    /// The directory of all tokens.
    static final Key REGISTRY = Key.of("/_etcd/registry");

    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[a-f0-9]{" + 2 * BYTES + "}");

    Token {
        if (!isToken(hex)) {
            throw new IllegalArgumentException("'" + hex + "' is not a token of 32 lower-case hex digits");
        }
    }

    /// A token nobody can guess, provided that nobody can guess what `random` yields.
    static Token random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Token(HexFormat.of().formatHex(bytes));
    }

    static boolean isToken(String text) {
        return FORM.matcher(text).matches();
    }

    /// Where its members register.
    Key directory() {
        return REGISTRY.child(hex);
    }

    /// Where the number of members is kept, which nodes read first.
    Key size() {
        return directory().child("_config/size");
    }

    @Override
    public String toString() {
        return hex;
    }
}
