package io.muster.keyspace.server.peer;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.keyspace.MemberInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The other members, as far as frames can be sent to and received from them.
///
/// There is one connection for each direction between two members, opened by the one that sends on it. Who the members
/// are changes: [#follow] makes and ends links accordingly. A member of this cluster that nobody here has heard of yet
/// is welcome all the same, and is answered where it says it is reached: this member may have been away while others
/// were added and those it knew were removed, and one of the new ones may lead.
public final class Peers implements AutoCloseable {
    /// How many members that nobody here has heard of may have links.
    static final int STRANGERS_MAX = 16;

    private final PeerSettings settings;
    private final FrameFilter filter;
    private final FrameReceiver receiver;
    private final PeerTraffic traffic;
    private final LinkAcceptor acceptor = new LinkAcceptor(this);
    private final @Nullable PeerListener listener;
    private final Map<Long, OutboundLink> links = new ConcurrentHashMap<>();
    private final Map<Long, List<String>> toldUrls = new ConcurrentHashMap<>();
    private boolean closed;

    /// Listens for peers and begins to connect to those that are members now.
    ///
    /// @param receiver hears every frame, possibly before this returns
    /// @param meters told how much goes each way
    /// @throws CannotListen naming the address that cannot be had
    public Peers(PeerSettings settings, FrameFilter filter, FrameReceiver receiver, MeterRegistry meters) {
        this.settings = settings;
        this.filter = filter;
        this.receiver = receiver;
        this.traffic = new PeerTraffic(meters);
        this.listener = settings.listen().isEmpty()
                ? null
                : PeerListener.open(settings.listen(), acceptor, new PeerHttp(settings));
        follow(Set.of());
    }

    /// Makes links to those that have become members, and ends those to whoever is none any more.
    ///
    /// @param also members that the group still counts though they are to leave
    public synchronized void follow(Set<Long> also) {
        if (closed) {
            return;
        }
        Set<Long> known = new HashSet<>(also);
        settings.roll().members().forEach(member -> known.add(member.id()));
        known.remove(settings.selfId());
        toldUrls.keySet().removeIf(id -> settings.roll().isGone(id));
        known.forEach(this::reach);
        for (long id : List.copyOf(links.keySet())) {
            if (!known.contains(id) && !toldUrls.containsKey(id)) {
                leave(id);
            }
        }
    }

    /// An empty frame that `size` bytes are to be put into, and then to be flipped. Its length stands in front already.
    public static ByteBuffer newFrame(int size) {
        return ByteBuffer.allocate(4 + size).putInt(size);
    }

    /// Sends a frame made by [#newFrame]; false when it is certain that it was not sent. Never blocks.
    public boolean send(long to, ByteBuffer frame) {
        OutboundLink link = links.get(to);
        int bytes = frame.remaining();
        boolean sent = link != null && filter.passes(settings.selfId(), to) && link.send(frame);
        if (sent) {
            traffic.sent(to, bytes);
        }
        return sent;
    }

    /// Whether there is a connection to send on.
    public boolean isConnected(long to) {
        OutboundLink link = links.get(to);
        return link != null && link.isConnected();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            links.values().forEach(OutboundLink::close);
        }
        if (listener != null) {
            listener.close();
        }
    }

    /// Answers a hello; empty when it is welcome.
    String objection(Hello hello) {
        String objection = hello.objection(settings.clusterId(), settings.selfId());
        if (!objection.isEmpty()) {
            return objection;
        }
        if (hello.from() == settings.selfId()) {
            return "says it is member " + Long.toHexString(hello.from()) + ", as this one is";
        }
        if (settings.roll().isGone(hello.from())) {
            return "has been permanently removed from the cluster";
        }
        return welcome(hello)
                ? ""
                : "is member " + Long.toHexString(hello.from()) + ", which the cluster does not know";
    }

    boolean isGone(Hello hello) {
        return hello.objection(settings.clusterId(), settings.selfId()).isEmpty()
                && settings.roll().isGone(hello.from());
    }

    void received(long from, ByteBuffer frame) {
        traffic.received(from, 4 + frame.remaining());
        if (links.containsKey(from) && filter.passes(from, settings.selfId())) {
            receiver.onFrame(from, frame);
        }
    }

    private synchronized boolean welcome(Hello hello) {
        OutboundLink back = links.get(hello.from());
        if (closed || (back == null && strangers() >= STRANGERS_MAX)) {
            return false;
        }
        toldUrls.put(hello.from(), hello.peerUrls());
        reach(hello.from());
        if (back != null) {
            back.nudge();
        }
        return true;
    }

    private long strangers() {
        return toldUrls.keySet().stream().filter(id -> knownUrls(id).isEmpty()).count();
    }

    private void reach(long id) {
        if (!links.containsKey(id)) {
            OutboundLink link = linkTo(id);
            links.put(id, link);
            traffic.reach(settings.selfId(), id, link);
            link.start();
        }
    }

    private void leave(long id) {
        OutboundLink link = links.remove(id);
        if (link != null) {
            link.close();
            traffic.leave(id);
        }
        acceptor.close(id);
    }

    private OutboundLink linkTo(long id) {
        try {
            Dialler dialler = new Dialler(() -> hello(id), settings.roll()::thisMemberIsGone, settings.calling());
            return new OutboundLink(id, dialler, () -> peerUrls(id), settings.patience());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector for a peer link", e);
        }
    }

    private Hello hello(long to) {
        return new Hello(Hello.FORMAT, settings.clusterId(), settings.selfId(), to, knownUrls(settings.selfId()));
    }

    // What the group agreed on comes first; a member that moved while this one was away knows better.
    private List<String> peerUrls(long id) {
        Set<String> urls = new LinkedHashSet<>(knownUrls(id));
        urls.addAll(toldUrls.getOrDefault(id, List.of()));
        return List.copyOf(urls);
    }

    private List<String> knownUrls(long id) {
        return settings.roll().members().stream()
                .filter(member -> member.id() == id)
                .findFirst()
                .map(MemberInfo::peerUrls)
                .orElse(List.of());
    }
}
