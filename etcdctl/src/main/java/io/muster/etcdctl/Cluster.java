package io.muster.etcdctl;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// The members that can be asked, and how.
///
/// A read goes from member to member until one answers. A change is sent on only while it is certain that nobody has
/// seen it: once it left this machine and no answer came, the outcome is unknown and only the user may repeat it.
final class Cluster {
    private static final int REDIRECTS_MAX = 10;

    private final Dialer dialer;
    private final Duration totalTimeout;
    private final @Nullable Credentials who;
    private final Trace trace;
    private List<Endpoint> endpoints;
    private int first;

    /// Hears of each request before it is sent.
    interface Trace {
        Trace NONE = (request, endpoint) -> {};

        void sending(HttpRequest request, Endpoint endpoint);
    }

    Cluster(List<Endpoint> endpoints, Dialer dialer, Duration totalTimeout, @Nullable Credentials who, Trace trace) {
        this.endpoints = List.copyOf(endpoints);
        this.dialer = dialer;
        this.totalTimeout = totalTimeout;
        this.who = who;
        this.trace = trace;
    }

    /// The endpoints as given or learned.
    String list(String separator) {
        StringJoiner urls = new StringJoiner(separator);
        for (Endpoint endpoint : endpoints) {
            urls.add(endpoint.url());
        }
        return urls.toString();
    }

    /// Asks the members that others told of; the one that has just answered stays the first choice if it is among them.
    void replaceEndpoints(List<Endpoint> learned) {
        String proven = endpoints.get(first).url();
        endpoints = List.copyOf(learned);
        first = 0;
        for (int i = 0; i < endpoints.size(); i++) {
            if (endpoints.get(i).url().equals(proven)) {
                first = i;
            }
        }
    }

    /// The answer of the first member that has one, whatever it says.
    HttpReply ask(HttpRequest request) throws Unavailable, Stop {
        Deadline allBy = request.held() ? Deadline.NONE : Deadline.in(totalTimeout);
        List<String> attempts = new ArrayList<>();
        int begin = first;
        for (int i = 0; i < endpoints.size(); i++) {
            int at = (begin + i) % endpoints.size();
            Endpoint endpoint = endpoints.get(at);
            try {
                HttpReply reply = follow(endpoint, request, allBy);
                // 501 is no trouble of this member's: it says that nothing was or will be done
                if (reply.status() / 100 != 5 || reply.status() == 501) {
                    first = at;
                    return reply;
                }
                attempts.add(serverFault(endpoint, reply.status()));
            } catch (Unreachable e) {
                attempts.add(String.valueOf(e.getMessage()));
                continue;
            } catch (SocketTimeoutException e) {
                attempts.add("client: endpoint " + endpoint.url() + " exceeded header timeout");
            } catch (IOException e) {
                attempts.add("client: endpoint " + endpoint.url() + ": " + e.getMessage());
            }
            if (!request.isRepeatable()) {
                throw new Unavailable(attempts, true);
            }
            if (allBy.isOver()) {
                break;
            }
        }
        throw new Unavailable(attempts, false);
    }

    /// The answer of one member, not following where it points.
    HttpReply askOne(Endpoint endpoint, HttpRequest request) throws IOException, Stop {
        return send(endpoint, request, Deadline.in(totalTimeout));
    }

    // A member of 0.4 sends a change to the leader by a redirect: it has done nothing itself.
    private HttpReply follow(Endpoint endpoint, HttpRequest request, Deadline allBy) throws IOException, Stop {
        Endpoint target = endpoint;
        HttpRequest asked = request;
        for (int i = 0; i <= REDIRECTS_MAX; i++) {
            trace.sending(asked, target);
            HttpReply reply = send(target, asked, allBy);
            String location = reply.header("location");
            if (reply.status() / 100 != 3 || location.isEmpty()) {
                return reply;
            }
            int path = location.startsWith("/") ? 0 : location.indexOf('/', location.indexOf("://") + 3);
            if (path > 0) {
                try {
                    target = Endpoint.parse(location.substring(0, path));
                } catch (IllegalArgumentException e) {
                    throw new IOException("bad redirect: " + e.getMessage(), e);
                }
            }
            asked = asked.to(location.substring(Math.max(path, 0)));
        }
        throw new IOException("too many redirects");
    }

    private HttpReply send(Endpoint endpoint, HttpRequest request, Deadline allBy) throws IOException, Stop {
        try (Exchange exchange = new Exchange(dialer.dial(endpoint, allBy))) {
            Deadline headBy = request.held() ? Deadline.NONE : Deadline.in(dialer.timeout());
            return exchange.run(endpoint, request, who, headBy, allBy);
        }
    }

    private static String serverFault(Endpoint endpoint, int status) {
        return switch (status) {
            case 500, 503 -> "client: etcd member " + endpoint.url() + " has no leader";
            default -> "client: etcd member " + endpoint.url() + " returns server error [" + status + "]";
        };
    }
}
