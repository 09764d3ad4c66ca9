package io.muster.cloudconfig;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// `<token>` in a user-data template, which becomes the discovery token of a cluster. Only text that is not a comment
/// is touched, and in it nothing but the placeholder and the URL it ends.
public final class TokenPlaceholder {
    /// How the placeholder is written.
    public static final String TEXT = "<token>";

    private static final Pattern URL = Pattern.compile("https?://[^\\s\"'<>]*" + TEXT);

    private TokenPlaceholder() {}

    /// Whether the text has a placeholder that is to be filled in.
    public static boolean isIn(String text) {
        return text.lines().anyMatch(line -> isValue(line) && line.contains(TEXT));
    }

    /// The text with every placeholder filled in.
    ///
    /// @param token a token, which takes the placeholder's place, or the URL that a discovery service answered,
    ///     which takes the place of the whole URL around it
    public static String fill(String text, String token) {
        return Arrays.stream(text.splitWithDelimiters("\n", 0))
                .map(line -> isValue(line) ? fillLine(line, token) : line)
                .collect(Collectors.joining());
    }

    private static String fillLine(String line, String token) {
        String replacement = Matcher.quoteReplacement(token);
        return token.contains("://")
                ? URL.matcher(line).replaceAll(replacement).replace(TEXT, token)
                : line.replace(TEXT, token);
    }

    private static boolean isValue(String line) {
        return !line.stripLeading().startsWith("#");
    }
}
