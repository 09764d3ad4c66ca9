package io.muster.keyspace.server.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A stretch of network before a peer port that can swallow everything without a word. Connections that were there, or
/// were opened, while it was cut stay open and dead for good; those opened later work.
final class SilentRelay implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final ServerSocket listener;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> dead = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    SilentRelay(InetSocketAddress at, InetSocketAddress target) throws IOException {
        this.listener = new ServerSocket(at.getPort(), 50, at.getAddress());
        this.target = target;
        Thread.startVirtualThread(this::accept);
    }

    void cut() {
        cut = true;
        dead.addAll(open);
    }

    void heal() {
        cut = false;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(SilentRelay::closeQuietly);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                serve(listener.accept());
            } catch (IOException e) {
                // closed, or the target is gone
            }
        }
    }

    private void serve(Socket incoming) throws IOException {
        Socket outgoing = new Socket(InetAddress.getLoopbackAddress(), target.getPort());
        open.add(incoming);
        open.add(outgoing);
        if (cut) {
            dead.add(incoming);
            dead.add(outgoing);
        }
        Thread.startVirtualThread(() -> pump(incoming, outgoing));
        Thread.startVirtualThread(() -> pump(outgoing, incoming));
    }

    private void pump(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            for (int count = from.getInputStream().read(chunk);
                    count >= 0;
                    count = from.getInputStream().read(chunk)) {
                if (!dead.contains(from)) {
                    to.getOutputStream().write(chunk, 0, count);
                }
            }
        } catch (IOException e) {
            // one side is gone
        }
        if (!dead.contains(from)) {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
