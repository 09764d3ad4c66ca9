package io.muster.agent;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A token of a discovery service, which keeps the size of its cluster under `_config/size`.
record DiscoveryToken(URI url) {
    private static final int LIMIT_MILLIS = 10_000;
    private static final int MAX_BYTES = 64 << 10;
    private static final Pattern VALUE = Pattern.compile("\"value\"\\s*:\\s*\"([1-9][0-9]{0,4})\"");

    static DiscoveryToken at(String url) throws Refusal {
        try {
            URI uri = URI.create(url);
            if (uri.isAbsolute() && uri.getScheme().matches("https?") && uri.getHost() != null) {
                return new DiscoveryToken(uri);
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal("discovery %s is not a URL; correct it, or leave out --online".formatted(url), e);
        }
        throw new Refusal("discovery %s is not a URL; correct it, or leave out --online".formatted(url));
    }

    /// For how many members the token was made.
    int size() throws Refusal {
        String asked = url.toString().replaceAll("/+$", "") + "/_config/size";
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(asked).toURL().openConnection();
            connection.setConnectTimeout(LIMIT_MILLIS);
            connection.setReadTimeout(LIMIT_MILLIS);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw new Refusal("the discovery service does not know %s (status %d); ask it for a new token"
                        .formatted(url, connection.getResponseCode()));
            }
            try (InputStream in = connection.getInputStream()) {
                Matcher value = VALUE.matcher(new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
                if (value.find()) {
                    return Integer.parseInt(value.group(1));
                }
            }
            throw new Refusal("%s tells no size; is it a discovery service?".formatted(asked));
        } catch (IOException e) {
            throw new Refusal(
                    "%s cannot be asked: %s; check the URL, or leave out --online".formatted(asked, e.getMessage()), e);
        }
    }
}
