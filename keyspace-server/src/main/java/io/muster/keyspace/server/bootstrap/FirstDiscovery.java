package io.muster.keyspace.server.bootstrap;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/// The discovery protocol of etcd 0.4: a machine writes its peer URL under its name, to be forgotten after a week; the
/// first to write `_state` leads a new cluster, the others join those whom they find. Source: `discovery_protocol.md`
/// of etcd 0.4. Nobody waits for anybody, and the size of the token is not asked for.
public final class FirstDiscovery {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BEFORE_SECOND_TRY = Duration.ofMillis(200);

    /// How long a registration is kept.
    public static final Duration LIFE = Duration.ofDays(7);

    private final DiscoveryClient client;
    private final Pauser pauser;
    private final Consumer<String> notice;
    private final DiscoveryUrl url;
    private final String name;
    private final String peerUrl;

    /// What the service told.
    public sealed interface Finding {
        /// This machine is the first.
        record Leads() implements Finding {}

        /// Others are there.
        record Peers(List<String> urls) implements Finding {
            public Peers {
                urls = List.copyOf(urls);
            }
        }

        /// Nothing.
        ///
        /// @param registered whether the machine's own registration was made all the same
        /// @param reason in etcd's words
        record Nothing(boolean registered, String reason) implements Finding {}
    }

    private FirstDiscovery(
            DiscoveryClient client,
            Pauser pauser,
            Consumer<String> notice,
            DiscoveryUrl url,
            String name,
            String peerUrl) {
        this.client = client;
        this.pauser = pauser;
        this.notice = notice;
        this.url = url;
        this.name = name;
        this.peerUrl = peerUrl;
    }

    /// Registers, and asks who else is there.
    ///
    /// @param http should follow redirects, see [DiscoveryHttp]
    /// @param notice hears each step, one line a time
    public static Finding ask(
            HttpClient http, Pauser pauser, Consumer<String> notice, String url, String name, String peerUrl)
            throws InterruptedException {
        DiscoveryUrl place;
        try {
            place = DiscoveryUrl.parse(url);
        } catch (IllegalArgumentException e) {
            return new Finding.Nothing(false, Objects.requireNonNullElse(e.getMessage(), "it is malformed"));
        }
        return new FirstDiscovery(new DiscoveryClient(http, PATIENCE), pauser, notice, place, name, peerUrl).ask();
    }

    /// Registers once more, so that the week begins anew; harmless when it fails.
    public static void renew(
            HttpClient http, Pauser pauser, Consumer<String> notice, String url, String name, String peerUrl)
            throws InterruptedException {
        DiscoveryUrl place = DiscoveryUrl.parse(url);
        FirstDiscovery discovery =
                new FirstDiscovery(new DiscoveryClient(http, PATIENCE), pauser, notice, place, name, peerUrl);
        switch (discovery.register()) {
            case Answer.Done _ -> {}
            case Answer.Denied denied -> notice.accept("Discovery heartbeat was refused: " + denied);
            case Answer.Foreign foreign -> notice.accept("Discovery heartbeat failed: " + foreign.what());
            case Answer.Missing missing -> notice.accept("Discovery heartbeat failed: " + missing.reason());
        }
    }

    private Finding ask() throws InterruptedException {
        notice.accept("Discovery via " + url.service() + " using prefix " + prefix() + ".");
        Answer registered = register();
        if (!(registered instanceof Answer.Done)) {
            return new Finding.Nothing(false, reason(registered));
        }
        return switch (tried(() -> client.put(url.below("/_state?prevExist=false"), "started"))) {
            case Answer.Done _ -> {
                notice.accept("Discovery _state was empty, so this machine is the initial leader.");
                yield new Finding.Leads();
            }
            case Answer.Denied denied when denied.is(Answer.Denied.KEY_EXISTS) -> others();
            case Answer other -> new Finding.Nothing(true, reason(other));
        };
    }

    private Finding others() throws InterruptedException {
        URI listing = url.below("?consistent=true&recursive=true&sorted=false");
        Answer answer = tried(() -> client.get(listing));
        if (!(answer instanceof Answer.Done done)) {
            return new Finding.Nothing(true, reason(answer));
        }
        List<String> peers = done.event().node().nodes().stream()
                .filter(node -> !node.key().isHidden() && !node.key().name().equals(name))
                .map(node -> Objects.requireNonNullElse(node.value(), ""))
                .filter(peer -> !peer.isEmpty())
                .toList();
        if (peers.isEmpty()) {
            return new Finding.Nothing(
                    true, "Discovery found an initialized cluster but no reachable peers are registered.");
        }
        notice.accept("Discovery found peers " + peers);
        return new Finding.Peers(peers);
    }

    private Answer register() throws InterruptedException {
        URI place =
                url.below("/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
        return tried(() -> client.put(place, peerUrl, LIFE));
    }

    private Answer tried(Request request) throws InterruptedException {
        Answer first = request.send();
        if (!(first instanceof Answer.Missing)) {
            return first;
        }
        pauser.pause(BEFORE_SECOND_TRY);
        return request.send();
    }

    private String prefix() {
        return url.directory().replaceFirst("^/v2/keys(?=/)", "");
    }

    private static String reason(Answer answer) {
        return switch (answer) {
            case Answer.Done _ -> "it answered out of turn";
            case Answer.Denied denied -> denied.toString();
            case Answer.Foreign foreign -> foreign.what();
            case Answer.Missing missing ->
                "501: All the given peers are not reachable (Tried to connect to each peer twice and failed) [0]: "
                        + missing.reason();
        };
    }

    private interface Request {
        Answer send() throws InterruptedException;
    }
}
