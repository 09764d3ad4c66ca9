package io.muster.keyspace.server.peer;

import io.micrometer.core.instrument.MeterRegistry;
import io.muster.keyspace.MemberInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The other members, as far as frames can be sent to and received from them.
///
/// There is one connection for each direction between two members, opened by the one that sends on it.
public final class Peers implements AutoCloseable {
    private final PeerSettings settings;
    private final FrameFilter filter;
    private final FrameReceiver receiver;
    private final PeerTraffic traffic;
    private final @Nullable PeerListener listener;
    private final Map<Long, OutboundLink> links = new HashMap<>();

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
        try {
            for (MemberInfo member : settings.members().get()) {
                if (member.id() != settings.selfId()) {
                    links.put(member.id(), linkTo(member.id()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a selector for a peer link", e);
        }
        this.listener = settings.listen().isEmpty()
                ? null
                : PeerListener.open(settings.listen(), new LinkAcceptor(this), new PeerHttp(settings));
        links.forEach((peer, link) -> traffic.reach(settings.selfId(), peer, link));
        links.values().forEach(OutboundLink::start);
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
        links.values().forEach(OutboundLink::close);
        if (listener != null) {
            listener.close();
        }
    }

    String objection(Hello hello) {
        String objection = hello.objection(settings.clusterId(), settings.selfId());
        if (objection.isEmpty() && !links.containsKey(hello.from())) {
            return "is member " + Long.toHexString(hello.from()) + ", which the cluster does not know";
        }
        OutboundLink back = links.get(hello.from());
        if (back != null) {
            back.nudge();
        }
        return objection;
    }

    void received(long from, ByteBuffer frame) {
        traffic.received(from, 4 + frame.remaining());
        if (filter.passes(from, settings.selfId())) {
            receiver.onFrame(from, frame);
        }
    }

    private OutboundLink linkTo(long id) throws IOException {
        Hello hello = new Hello(Hello.FORMAT, settings.clusterId(), settings.selfId(), id);
        return new OutboundLink(hello, () -> peerUrls(id), settings.patience());
    }

    private List<String> peerUrls(long id) {
        return settings.members().get().stream()
                .filter(member -> member.id() == id)
                .findFirst()
                .map(MemberInfo::peerUrls)
                .orElse(List.of());
    }
}
