package io.muster.cloudconfig;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Guesses which key a misspelt one was meant to be.
final class Suggestion {
    private Suggestion() {}

    /// The nearest key, in the writer's way of joining words; empty when none is near.
    static Optional<String> among(Collection<String> keys, String written) {
        if (written.length() > 40) {
            return Optional.empty();
        }
        String name = plain(written);
        int most = Math.max(1, name.length() / 4);
        return keys.stream()
                .filter(key ->
                        Math.abs(plain(key).length() - name.length()) <= most && distance(plain(key), name) <= most)
                .min(Comparator.comparingInt(key -> distance(plain(key), name)))
                .map(key -> written.contains("-") ? key.replace('_', '-') : key);
    }

    private static String plain(String key) {
        return key.toLowerCase(Locale.ROOT).replaceAll("[-_ .]", "");
    }

    /// Letters to insert, drop, change or swap with their neighbour.
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
