package io.muster.discovery.edge;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.Callback;

/// Keeps each client within its [Limits]; what goes beyond is refused at once, and costs nobody else anything.
///
/// A client is an address, in IPv6 the network of 64 bits that a single customer has. As many are remembered as fit
/// into some ten megabytes; those not seen for the longest time are forgotten first.
public final class LimitedClients extends Handler.Wrapper {
    private static final int REMEMBERED = 50_000;
    private static final int IPV6_NETWORK_BYTES = 8;

    private final Limits limits;
    private final LoadingCache<InetAddress, Bucket> rates;
    private final ConcurrentMap<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final Counter tooMany;
    private final Counter tooOften;
    private final Counter tooLarge;

    public LimitedClients(Limits limits, MeterRegistry meters, Handler next) {
        super(withinBytes(limits, next));
        this.limits = limits;
        this.rates = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterAccess(Duration.ofSeconds(2L * Limits.BURST_SECONDS))
                .build(_ -> fullBucket());
        this.tooMany = refused("open_requests", meters);
        this.tooOften = refused("rate", meters);
        this.tooLarge = refused("request_bytes", meters);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (limits.requestBytes() > 0 && request.getLength() > limits.requestBytes()) {
            tooLarge.increment();
            // What remains unread would be taken for the next request.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            refuse(
                    413,
                    "Request body too large",
                    "at most " + limits.requestBytes() + " bytes are read",
                    response,
                    callback);
            return true;
        }
        InetAddress client = network(InetAddress.getByName(Request.getRemoteAddr(request)));
        if (limits.requestsPerSecond() > 0) {
            ConsumptionProbe asked = rates.get(client).tryConsumeAndReturnRemaining(1);
            if (!asked.isConsumed()) {
                tooOften.increment();
                long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(asked.getNanosToWaitForRefill());
                response.getHeaders().put(HttpHeader.RETRY_AFTER, seconds);
                String cause = client.getHostAddress() + " sent more than " + limits.requestsPerSecond()
                        + " requests per second; try again in " + seconds + " s";
                refuse(429, "Too many requests", cause, response, callback);
                return true;
            }
        }
        if (limits.openRequests() > 0) {
            if (open.merge(client, 1, Integer::sum) > limits.openRequests()) {
                left(client);
                tooMany.increment();
                String cause = client.getHostAddress() + " waits for more than " + limits.openRequests()
                        + " answers at once; try again when some have come";
                refuse(429, "Too many requests", cause, response, callback);
                return true;
            }
            Request.addCompletionListener(request, _ -> left(client));
        }
        return super.handle(request, response, callback);
    }

    // For a body that does not tell its length.
    private static Handler withinBytes(Limits limits, Handler next) {
        if (limits.requestBytes() == 0) {
            return next;
        }
        SizeLimitHandler counting = new SizeLimitHandler(limits.requestBytes(), -1);
        counting.setHandler(next);
        return counting;
    }

    private static void refuse(int status, String message, String cause, Response response, Callback callback) {
        new JsonError(status, message, cause).write(response, callback);
    }

    private void left(InetAddress client) {
        open.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    }

    private Bucket fullBucket() {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity((long) Limits.BURST_SECONDS * limits.requestsPerSecond())
                        .refillGreedy(limits.requestsPerSecond(), Duration.ofSeconds(1))
                        .build())
                .build();
    }

    private static Counter refused(String limit, MeterRegistry meters) {
        return Counter.builder("muster_discovery_refused_requests")
                .description("Requests beyond a limit, by the limit.")
                .tag("limit", limit)
                .register(meters);
    }

    private static InetAddress network(InetAddress address) throws UnknownHostException {
        byte[] bytes = address.getAddress();
        if (bytes.length <= IPV6_NETWORK_BYTES) {
            return address;
        }
        Arrays.fill(bytes, IPV6_NETWORK_BYTES, bytes.length, (byte) 0);
        return InetAddress.getByAddress(bytes);
    }
}
