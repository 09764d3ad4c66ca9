package io.muster.etcdctl;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Opens connections to members.
final class Dialer {
    private final Duration timeout;
    private final TlsFiles tls;
    private @Nullable SSLSocketFactory secureSockets;

    /// Waits this long for a connection; what HTTPS asks for and shows is read when it is first needed.
    Dialer(Duration timeout, TlsFiles tls) {
        this.timeout = timeout;
        this.tls = tls;
    }

    Duration timeout() {
        return timeout;
    }

    /// A connection over which nothing has been sent yet; every address of the host is tried in turn.
    Socket dial(Endpoint endpoint, Deadline deadline) throws Unreachable, Stop {
        Deadline limit = Deadline.in(timeout).or(deadline);
        Unreachable last = new Unreachable("dial tcp: lookup " + endpoint.host() + ": no such host");
        for (InetAddress address : addresses(endpoint.host())) {
            InetSocketAddress target = new InetSocketAddress(address, endpoint.port());
            try {
                return connect(endpoint, target, limit);
            } catch (IOException e) {
                last = new Unreachable(reason(target, e));
            }
        }
        throw last;
    }

    private Socket connect(Endpoint endpoint, InetSocketAddress target, Deadline limit) throws IOException, Stop {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setTcpNoDelay(true);
            // a watch may be silent for days; a peer that vanished must still be noticed
            socket.setKeepAlive(true);
            socket.connect(target, limit.millisLeft());
            return endpoint.secure() ? secured(socket, endpoint, limit) : socket;
        } catch (IOException | Stop | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket secured(Socket plain, Endpoint endpoint, Deadline limit) throws IOException, Stop {
        SSLSocketFactory sockets = secureSockets;
        if (sockets == null) {
            sockets = tls.context().getSocketFactory();
            secureSockets = sockets;
        }
        SSLSocket socket = (SSLSocket) sockets.createSocket(plain, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(limit.millisLeft());
        socket.startHandshake();
        return socket;
    }

    private static InetAddress[] addresses(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            return new InetAddress[0];
        }
    }

    private static String reason(InetSocketAddress target, IOException e) {
        String address = target.getAddress().getHostAddress();
        String shown = address.indexOf(':') < 0 ? address : "[" + address + "]";
        String dial = "dial tcp " + shown + ":" + target.getPort() + ": ";
        return switch (e) {
            case SocketTimeoutException timeout -> dial + "i/o timeout";
            case NoRouteToHostException noRoute -> dial + "connect: no route to host";
            case ConnectException refused
            when "Connection refused".equals(refused.getMessage()) -> dial + "connect: connection refused";
            case SSLException handshake -> dial + "TLS: " + handshake.getMessage();
            default -> dial + e.getMessage();
        };
    }
}
