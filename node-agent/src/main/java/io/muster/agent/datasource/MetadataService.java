package io.muster.agent.datasource;

/// A platform's service that hands out user-data over HTTP. It is there as soon as it answers for its root.
abstract class MetadataService implements Datasource {
    private final String platform;
    private final String userData;
    final String root;
    final HttpFetch http;

    /// @param platform its name, for people
    /// @param root address that all others begin with
    /// @param userData what follows the root where the user-data is
    MetadataService(String platform, String root, String userData, HttpFetch http) {
        this.platform = platform;
        this.root = root;
        this.userData = userData;
        this.http = http;
    }

    @Override
    public final String name() {
        return platform + " metadata service " + root;
    }

    @Override
    public final boolean isAvailable() throws InterruptedException {
        return http.answers(root);
    }

    @Override
    public final byte[] userData() throws FetchFailed, InterruptedException {
        return http.get(root + userData).orElse(new byte[0]);
    }
}
