package io.muster.bench.chaos;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands before the peer port of every member and passes on what members send each other, later or not at all.
///
/// Who opened a connection is read off its first bytes: a peer link begins with a magic number of eight bytes, the
/// format in four, and the ids of the cluster, the sender and the receiver in eight each. What does not begin so is
/// passed on as it is. A link that is cut holds its bytes back until it is mended, as TCP does over a network that
/// drops packets; a connection made meanwhile is held back whole. Threads: one virtual one for each direction of a
/// connection.
final class PeerProxy implements AutoCloseable {
    private static final long MAGIC = 0x4d55_5354_4552_0d0aL;
    private static final int SENDER_AT = 20;
    private static final int HELLO_BYTES = 36;
    private static final int CHUNK = 64 << 10;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int NOBODY = -1;

    private final Map<Long, Integer> numbersById = new ConcurrentHashMap<>();
    private final Map<Integer, Long> delaysMillis = new ConcurrentHashMap<>();
    private final Set<Link> cuts = ConcurrentHashMap.newKeySet();
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();
    private final Object mended = new Object();

    /// Listens for connections to one member.
    void listen(int to, InetSocketAddress at, InetSocketAddress target) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(at);
        open.add(listener);
        Thread.startVirtualThread(() -> accept(listener, to, target));
    }

    /// Makes the members known by the ids they introduce themselves with; before that, links cannot be told apart.
    void know(Map<Long, Integer> numbers) {
        numbersById.putAll(numbers);
    }

    /// Holds back all that goes to or from a member for so long.
    void delay(int member, long millis) {
        delaysMillis.put(member, millis);
    }

    void cut(List<Link> links) {
        cuts.addAll(links);
    }

    /// Ends every delay and every cut.
    void heal() {
        delaysMillis.clear();
        synchronized (mended) {
            cuts.clear();
            mended.notifyAll();
        }
    }

    @Override
    public void close() {
        heal();
        open.forEach(PeerProxy::closeQuietly);
    }

    private void accept(ServerSocket listener, int to, InetSocketAddress target) {
        while (!listener.isClosed()) {
            try {
                Socket incoming = listener.accept();
                Thread.startVirtualThread(() -> serve(incoming, to, target));
            } catch (IOException e) {
                // closed, or one connection lost before it was had
            }
        }
    }

    private void serve(Socket incoming, int to, InetSocketAddress target) {
        Socket outgoing = new Socket();
        open.add(incoming);
        open.add(outgoing);
        try {
            incoming.setTcpNoDelay(true);
            byte[] start = incoming.getInputStream().readNBytes(HELLO_BYTES);
            Link link = new Link(sender(start), to);
            hold(link);
            outgoing.connect(target, CONNECT_MILLIS);
            outgoing.setTcpNoDelay(true);
            outgoing.getOutputStream().write(start);
            Thread back = Thread.startVirtualThread(() -> pump(outgoing, incoming, link));
            pump(incoming, outgoing, link);
            back.join();
        } catch (IOException e) {
            // the member is gone or going; the other one sees its connection close
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(incoming);
            closeQuietly(outgoing);
            open.remove(incoming);
            open.remove(outgoing);
        }
    }

    private int sender(byte[] start) {
        ByteBuffer hello = ByteBuffer.wrap(start);
        boolean introduces = start.length == HELLO_BYTES && hello.getLong(0) == MAGIC;
        return introduces ? numbersById.getOrDefault(hello.getLong(SENDER_AT), NOBODY) : NOBODY;
    }

    private void pump(Socket from, Socket to, Link link) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                hold(link);
                out.write(chunk, 0, count);
            }
        } catch (IOException e) {
            // one side is gone: so is the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private void hold(Link link) throws InterruptedException {
        long millis = Math.max(delaysMillis.getOrDefault(link.from(), 0L), delaysMillis.getOrDefault(link.to(), 0L));
        if (millis > 0) {
            Thread.sleep(millis);
        }
        synchronized (mended) {
            while (cuts.contains(link)) {
                mended.wait();
            }
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // nothing is lost with it
        }
    }
}
