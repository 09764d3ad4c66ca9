package io.muster.agent.netconf;

import java.util.Locale;
import java.util.Optional;

/// A hardware address, printed as `00:11:22:33:44:55`.
record Mac(String text) {
    static Optional<Mac> parse(String text) {
        String hex = text.toLowerCase(Locale.ROOT).replaceAll("[:.-]", "");
        boolean sound = text.matches("[0-9a-fA-F]{2}([:-][0-9a-fA-F]{2}){5}")
                || text.matches("[0-9a-fA-F]{4}(\\.[0-9a-fA-F]{4}){2}");
        return sound ? Optional.of(new Mac(String.join(":", hex.split("(?<=\\G..)")))) : Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
