package io.muster.agent.datasource;

/// Addresses of services.
final class Urls {
    private Urls() {}

    /// The address with a slash at its end.
    static String folder(String url) {
        return url.endsWith("/") ? url : url + "/";
    }
}
