package io.muster.keyspace.server.bootstrap;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.Node;
import io.muster.keyspace.server.bootstrap.JoinResult.Joined;
import io.muster.keyspace.server.bootstrap.JoinResult.Refused;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A new member's way into a cluster through a discovery URL: it registers, waits until as many have registered as the
/// token asks for, and takes the first of them as the cluster's founders.
///
/// Source: `discovery_protocol.md` of etcd 2.3. A service that is down or answers 5xx is asked again for ever, see
/// [Backoff]. It differs from the original where that gives up needlessly: an event other than a new registration, or a
/// cleared history, leads to a fresh listing; a registration whose answer was lost is looked up and tried again; a
/// service that keeps silent is given up only when nothing was ever heard from it.
///
/// One object serves one call, on the calling thread; an interrupt ends it.
public final class DiscoveryJoin {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String STATUS_CHECK = "cluster status check";
    private static final String REGISTRATION = "registration";
    private static final String WAITING = "waiting for other nodes";

    private final DiscoveryClient client;
    private final Consumer<String> notice;
    private final Backoff backoff;
    private final DiscoveryUrl url;
    private final MemberInfo self;
    private final Refusals refusals;
    private final Set<String> announced = new HashSet<>();
    // Whether the service has been there, if only to fail.
    private boolean encountered;

    private DiscoveryJoin(
            DiscoveryClient client, Pauser pauser, Consumer<String> notice, DiscoveryUrl url, MemberInfo self) {
        this.client = client;
        this.notice = notice;
        this.backoff = new Backoff(pauser, notice);
        this.url = url;
        this.self = self;
        this.refusals = new Refusals(url.spelling());
    }

    /// Joins.
    ///
    /// @param http should follow redirects, see [DiscoveryHttp]
    /// @param notice hears each step, one line a time, in words for the user
    /// @param url the discovery URL exactly as the user gave it; members that spell it differently do not meet
    /// @param name the new member's name
    /// @param peerUrls where other members will reach it
    /// @throws IllegalArgumentException when name or peer URLs cannot be registered
    public static JoinResult join(
            HttpClient http, Pauser pauser, Consumer<String> notice, String url, String name, List<String> peerUrls)
            throws InterruptedException {
        return run(http, pauser, notice, url, name, peerUrls, DiscoveryJoin::join);
    }

    /// Waits until the founders are known without becoming one, as a proxy does. The parameters are those of [#join],
    /// and [Joined] then has them without this one.
    public static JoinResult lookOn(
            HttpClient http, Pauser pauser, Consumer<String> notice, String url, String name, List<String> peerUrls)
            throws InterruptedException {
        return run(http, pauser, notice, url, name, peerUrls, DiscoveryJoin::lookOn);
    }

    private interface Way {
        Joined take(DiscoveryJoin join) throws InterruptedException, Stop;
    }

    private static JoinResult run(
            HttpClient http,
            Pauser pauser,
            Consumer<String> notice,
            String url,
            String name,
            List<String> peerUrls,
            Way way)
            throws InterruptedException {
        MemberInfo self = InitialCluster.member(name, peerUrls, url);
        DiscoveryUrl place;
        try {
            place = DiscoveryUrl.parse(url);
        } catch (IllegalArgumentException e) {
            return new Refusals(url).badEndpoint(Objects.requireNonNullElse(e.getMessage(), "it is malformed"));
        }
        try {
            return way.take(new DiscoveryJoin(new DiscoveryClient(http, PATIENCE), pauser, notice, place, self));
        } catch (Stop stop) {
            return stop.refused;
        }
    }

    private Joined join() throws InterruptedException, Stop {
        Roster before = list();
        if (before.isComplete() && !before.hasFounder(self.hexId())) {
            throw new Stop(refusals.clusterFull());
        }
        appear(register(before));
        while (true) {
            Roster roster = list();
            if (!roster.hasFounder(self.hexId())) {
                throw new Stop(roster.isComplete() ? refusals.clusterFull() : refusals.withdrawn(self));
            }
            Optional<Roster> complete = follow(roster);
            if (complete.isPresent()) {
                return new Joined(cluster(complete.get()));
            }
        }
    }

    private Joined lookOn() throws InterruptedException, Stop {
        while (true) {
            Optional<Roster> complete = follow(list());
            if (complete.isPresent()) {
                return new Joined(cluster(complete.get()));
            }
        }
    }

    private Roster list() throws InterruptedException, Stop {
        Answer.Done size = found(get(STATUS_CHECK, url.size()));
        Answer.Done listing = found(get(STATUS_CHECK, url.listing()));
        return Roster.of(listing.event().node(), positive(size.event().node().value()), listing.index());
    }

    /// Returns the createdIndex of the registration.
    private long register(Roster before) throws InterruptedException, Stop {
        boolean answerLost = false;
        while (true) {
            switch (client.put(url.creation(self.hexId()), InitialCluster.format(self))) {
                case Answer.Done done -> {
                    return done.event().node().createdIndex();
                }
                case Answer.Denied denied
                when !denied.is(Answer.Denied.KEY_EXISTS) -> throw new Stop(refusals.rejected(denied));
                case Answer.Denied _ -> {
                    if (!answerLost) {
                        throw new Stop(refusals.duplicateId(self));
                    }
                }
                case Answer.Foreign foreign -> throw new Stop(refusals.badEndpoint(foreign.what()));
                case Answer.Missing missing -> {
                    answerLost = true;
                    backoff.pause(REGISTRATION, url.service(), missing.reason());
                }
            }
            OptionalLong createdIndex = lookUp(before);
            if (createdIndex.isPresent()) {
                return createdIndex.getAsLong();
            }
        }
    }

    /// Whether a registration whose answer was lost was made all the same. What was there before cannot be it.
    private OptionalLong lookUp(Roster before) throws InterruptedException, Stop {
        return switch (get(REGISTRATION, url.registration(self.hexId()))) {
            case Answer.Done done
            when !before.has(self.hexId()) && isOwn(done.event().node()) ->
                OptionalLong.of(done.event().node().createdIndex());
            case Answer.Done _ -> throw new Stop(refusals.duplicateId(self));
            case Answer.Denied denied when denied.is(Answer.Denied.KEY_NOT_FOUND) -> OptionalLong.empty();
            case Answer.Denied denied -> throw new Stop(refusals.rejected(denied));
        };
    }

    private boolean isOwn(Node registration) {
        return InitialCluster.format(self).equals(registration.value());
    }

    /// Waits until the service itself sees the registration: a service of several members may answer the listing from
    /// one that lags behind.
    private void appear(long createdIndex) throws InterruptedException, Stop {
        URI arrival = url.arrival(self.hexId(), createdIndex);
        while (client.await(arrival) instanceof Answer.Missing missing) {
            backoff.pause(WAITING, url.service(), missing.reason());
        }
    }

    /// Adds newcomers until the roster is complete; empty when only a fresh listing can tell how things stand.
    private Optional<Roster> follow(Roster listed) throws InterruptedException, Stop {
        Roster roster = listed;
        announce(roster);
        while (!roster.isComplete()) {
            int found = roster.founders().size();
            notice.accept("discovery: found " + found + " peer(s), waiting for " + (roster.size() - found) + " more");
            switch (client.await(url.nextArrival(roster.index() + 1))) {
                case Answer.Done done -> {
                    if (!roster.canTake(done.event())) {
                        return Optional.empty();
                    }
                    roster = roster.with(done.event().node());
                    announce(roster);
                }
                case Answer.Denied denied
                when denied.is(Answer.Denied.EVENT_INDEX_CLEARED) -> {
                    return Optional.empty();
                }
                case Answer.Denied denied -> throw new Stop(refusals.rejected(denied));
                case Answer.Foreign foreign -> throw new Stop(refusals.badEndpoint(foreign.what()));
                case Answer.Missing missing -> {
                    backoff.pause(WAITING, url.service(), missing.reason());
                    return Optional.empty();
                }
            }
        }
        notice.accept("discovery: found " + roster.size() + " needed peer(s)");
        return Optional.of(roster);
    }

    private InitialCluster cluster(Roster complete) throws Stop {
        InitialCluster cluster;
        try {
            cluster = InitialCluster.parse(complete.text(), url.spelling());
        } catch (IllegalArgumentException e) {
            throw new Stop(refusals.badRegistration(Objects.requireNonNullElse(e.getMessage(), complete.text())));
        }
        if (cluster.members().size() != complete.size()) {
            throw new Stop(refusals.duplicateName(complete.text()));
        }
        Set<String> computed = cluster.members().stream().map(MemberInfo::hexId).collect(Collectors.toSet());
        for (Node founder : complete.founders()) {
            if (!computed.contains(founder.key().name())) {
                notice.accept("discovery: " + founder.value() + " registered as "
                        + founder.key().name() + ", which does not follow from " + url
                        + "; every node must spell the discovery URL alike");
            }
        }
        return cluster;
    }

    private void announce(Roster roster) {
        for (Node founder : roster.founders()) {
            String id = founder.key().name();
            if (announced.add(id)) {
                notice.accept("discovery: found " + (id.equals(self.hexId()) ? "self " : "peer ") + id
                        + " in the cluster: " + founder.value());
            }
        }
    }

    private Answer.Spoken get(String step, URI uri) throws InterruptedException, Stop {
        while (true) {
            switch (client.get(uri)) {
                case Answer.Spoken spoken -> {
                    encountered = true;
                    return spoken;
                }
                case Answer.Foreign foreign -> throw new Stop(refusals.badEndpoint(foreign.what()));
                case Answer.Broken broken -> {
                    encountered = true;
                    backoff.pause(step, url.service(), broken.reason());
                }
                case Answer.TimedOut timedOut -> {
                    // Else it is busy or starts again. And who gives up after registering can never come back: its id
                    // is taken.
                    if (!encountered) {
                        throw new Stop(refusals.noAnswer(timedOut.reason()));
                    }
                    backoff.pause(step, url.service(), timedOut.reason());
                }
            }
        }
    }

    private Answer.Done found(Answer.Spoken spoken) throws Stop {
        return switch (spoken) {
            case Answer.Done done -> done;
            case Answer.Denied denied
            when denied.is(Answer.Denied.KEY_NOT_FOUND) -> throw new Stop(refusals.unknownToken(denied));
            case Answer.Denied denied -> throw new Stop(refusals.rejected(denied));
        };
    }

    private int positive(@Nullable String size) throws Stop {
        if (size != null && size.matches("0*[1-9][0-9]{0,8}")) {
            return Integer.parseInt(size);
        }
        throw new Stop(refusals.badSize(String.valueOf(size)));
    }

    /// Ends the run from wherever it is; never leaves this class.
    private static final class Stop extends Exception {
        private final transient Refused refused;

        Stop(Refused refused) {
            super(refused.problem(), null, false, false);
            this.refused = refused;
        }
    }
}
