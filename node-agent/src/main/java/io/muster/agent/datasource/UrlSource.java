package io.muster.agent.datasource;

/// User-data behind an address.
public record UrlSource(String url, HttpFetch http) implements Datasource {
    @Override
    public String name() {
        return url;
    }

    @Override
    public boolean isAvailable() throws InterruptedException {
        return http.answers(url);
    }

    @Override
    public byte[] userData() throws FetchFailed, InterruptedException {
        return http.get(url).orElseThrow(() -> new FetchFailed(url + ": the server says that there is nothing"));
    }
}
