package io.muster.discovery.edge;

import io.muster.keyspace.server.StartFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;

/// The listening socket of a systemd socket unit. systemd passes it as descriptor 3; the launcher makes that the
/// standard input, since this is where a JVM takes over a socket. Source: `sd_listen_fds(3)`.
final class InheritedSocket {
    private static final String COUNT = "LISTEN_FDS";
    private static final String PROCESS = "LISTEN_PID";

    private InheritedSocket() {}

    /// Whether this very process was handed a socket.
    static boolean isOffered(Map<String, String> environment, List<String> faults) {
        String count = environment.getOrDefault(COUNT, "0");
        String self = Long.toString(ProcessHandle.current().pid());
        if (count.equals("0") || !self.equals(environment.get(PROCESS))) {
            return false;
        }
        if (!count.equals("1")) {
            faults.add("systemd passed " + count + " sockets, and one can be taken over: leave a single ListenStream="
                    + " in the socket unit, and give further addresses with --addr");
        }
        return true;
    }

    /// Takes it over; works once in a process.
    static ServerSocketChannel take() throws StartFailure {
        try {
            Channel channel = System.inheritedChannel();
            if (channel instanceof ServerSocketChannel socket
                    && socket.getLocalAddress() instanceof InetSocketAddress) {
                return socket;
            }
        } catch (IOException e) {
            throw new StartFailure("the socket that systemd passed cannot be used: " + e.getMessage(), e);
        }
        throw new StartFailure("what systemd passed is no listening TCP socket: the socket unit needs"
                + " ListenStream= with a port, and Accept=no");
    }
}
