package io.muster.discovery.page;

import io.muster.discovery.registry.Registry;
import io.muster.discovery.registry.Token;
import io.muster.discovery.registry.TokenView;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the pages' text.
public final class Pages {
    private final Assets assets = new Assets();
    private final Templates templates = Templates.load();

    Assets assets() {
        return assets;
    }

    TokenPage page(String name, TokenView view, @Nullable String join) {
        return TokenPage.of(name, view, assets, join);
    }

    /// Where a token is made.
    ///
    /// @param size what stands in the form
    /// @param error what was wrong with it; empty for nothing
    String home(String base, String size, String error) {
        return templates
                .home()
                .execute(Map.of(
                        "assets",
                        assets,
                        "title",
                        "Muster discovery",
                        "base",
                        base,
                        "size",
                        size,
                        "error",
                        error.isEmpty() ? false : error));
    }

    String token(TokenPage page) {
        return templates.token().execute(page);
    }

    /// The part of a token's page that changes.
    String live(TokenPage page) {
        return templates.live().execute(page);
    }

    /// What is shown once of a secret token.
    String made(Registry.GivenOut given, Token shown, String base) {
        String join = base + "/" + given.forNodes();
        return templates
                .made()
                .execute(Map.of(
                        "assets",
                        assets,
                        "title",
                        "Your secret token – Muster discovery",
                        "base",
                        base,
                        "join",
                        join,
                        "shown",
                        shown.toString(),
                        "configs",
                        CloudConfigs.of(join)));
    }

    String trouble(String headline, String explanation) {
        return templates
                .trouble()
                .execute(Map.of(
                        "assets",
                        assets,
                        "title",
                        headline + " – Muster discovery",
                        "headline",
                        headline,
                        "explanation",
                        explanation));
    }

    /// Nobody has made such a token, or it is long forgotten.
    String unknown(String token) {
        return trouble(
                "No such token",
                "Nobody made the token " + token + " here, or it expired long ago. Tokens are 32 digits and letters:"
                        + " look whether the address is complete.");
    }
}
