package io.muster.agent.datasource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// User-data behind the address that the kernel's command line names as `cloud-config-url=`; the last one counts.
public record ProcCmdline(Path cmdline, HttpFetch http) implements Datasource {
    /// Where Linux keeps it.
    public static final Path LINUX = Path.of("/proc/cmdline");

    private static final String NAME = "cloud-config-url=";

    @Override
    public String name() {
        return "cloud-config-url of " + cmdline;
    }

    @Override
    public boolean isAvailable() {
        return url().isPresent();
    }

    @Override
    public boolean mayAppear() {
        return false;
    }

    @Override
    public byte[] userData() throws FetchFailed, InterruptedException {
        String url = url().orElseThrow(() -> new FetchFailed(cmdline + " has no " + NAME));
        return new UrlSource(url, http).userData();
    }

    private Optional<String> url() {
        try {
            return Stream.of(Files.readString(cmdline, StandardCharsets.UTF_8).split("\\s+", -1))
                    .filter(word -> word.replace('_', '-').startsWith(NAME))
                    .map(word -> word.substring(NAME.length()))
                    .filter(url -> !url.isEmpty())
                    .reduce((earlier, later) -> later);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
