package io.muster.discovery.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/// What the administrator shows. It is compared in a time that tells nothing about it.
public final class Credential {
    private static final int CHARS_MIN = 16;
    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    private Credential(String secret) {
        this.digest = digest(secret);
    }

    /// Reads the first line of a file.
    ///
    /// @throws IllegalArgumentException naming the file when it holds no secret, or one that can be guessed
    public static Credential in(Path file) {
        String secret;
        try {
            secret = Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("the file " + file + " with the admin secret cannot be read: " + e, e);
        }
        if (secret.length() < CHARS_MIN) {
            throw new IllegalArgumentException("the first line of " + file + " has " + secret.length()
                    + " characters; an admin secret needs at least " + CHARS_MIN + " that nobody can guess");
        }
        return new Credential(secret);
    }

    /// @param authorization the header, null when there is none
    boolean isShownBy(@Nullable String authorization) {
        String shown = authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                ? authorization.substring(SCHEME.length()).strip()
                : "";
        return MessageDigest.isEqual(digest, digest(shown));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
