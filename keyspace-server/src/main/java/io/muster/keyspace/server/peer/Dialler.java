package io.muster.keyspace.server.peer;

import io.muster.keyspace.server.tls.ClientTls;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens the connection of a link: connects, secures it if its URL says so, introduces this member and waits for the
/// welcome. Blocks the calling thread, though not for long.
final class Dialler {
    // Room for one repetition by TCP, which comes after a second; the third would take until the seventh.
    private static final int CONNECT_TIMEOUT_MILLIS = 2000;
    private static final long HELLO_TIMEOUT_MILLIS = 5000;

    private final Supplier<Hello> hello;
    private final Runnable gone;
    private final @Nullable ClientTls tls;

    /// @param hello how to introduce this member, asked each time
    /// @param gone told when the other side says that this member was removed
    /// @param tls for `https` URLs; null when there can be none
    Dialler(Supplier<Hello> hello, Runnable gone, @Nullable ClientTls tls) {
        this.hello = hello;
        this.gone = gone;
        this.tls = tls;
    }

    /// Opens a connection.
    ///
    /// @return one that is ready for frames, and whose channel does not block
    Wire dial(String url) throws IOException {
        URI uri = URI.create(url);
        String host = uri.getHost();
        boolean secure = "https".equals(uri.getScheme());
        if (host == null || !(secure || "http".equals(uri.getScheme()))) {
            throw new IOException("its peer URL " + url + " is not of the form http://host:port");
        }
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        SocketChannel channel = SocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.socket().connect(new InetSocketAddress(bare, port), CONNECT_TIMEOUT_MILLIS);
            channel.configureBlocking(false);
            Wire wire = secure ? secured(channel, bare, port) : new Wire.Plain(channel);
            introduce(wire);
            return wire;
        } catch (IOException e) {
            channel.close();
            throw new IOException(url + ": " + e.getMessage(), e);
        }
    }

    private Wire secured(SocketChannel channel, String host, int port) throws IOException {
        if (tls == null) {
            throw new IOException("this member speaks no TLS with its peers; set --peer-cert-file and --peer-key-file");
        }
        return new Wire.Secured(channel, tls.engine(host, port));
    }

    private void introduce(Wire wire) throws IOException {
        try (Selector selector = Selector.open()) {
            Patience patience = new Patience(selector, wire.channel().register(selector, SelectionKey.OP_READ));
            ByteBuffer bytes = hello.get().encode();
            do {
                wire.write(bytes);
            } while ((bytes.hasRemaining() || !wire.isSent()) && patience.waits(!wire.awaitsAnswer()));
            int verdict = read(wire, 1, patience).get();
            if (verdict == Hello.GONE) {
                gone.run();
            }
            if (verdict != Hello.WELCOME) {
                int length = Short.toUnsignedInt(read(wire, 2, patience).getShort());
                String reason = StandardCharsets.UTF_8
                        .decode(read(wire, length, patience))
                        .toString();
                throw new IOException("it refused: this member " + reason);
            }
        }
    }

    private static ByteBuffer read(Wire wire, int size, Patience patience) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining()) {
            int count = wire.read(bytes);
            if (count < 0) {
                throw new EOFException("it closed the connection without a word");
            }
            if (count == 0 && bytes.hasRemaining()) {
                patience.waits(false);
            }
        }
        return bytes.flip();
    }

    /// For how long the other side may take to say hello.
    private static final class Patience {
        private final Selector selector;
        private final SelectionKey key;
        private final long deadline = System.nanoTime() + HELLO_TIMEOUT_MILLIS * 1_000_000;

        Patience(Selector selector, SelectionKey key) {
            this.selector = selector;
            this.key = key;
        }

        /// Waits until there is something to read, or until more can be written if that is wanted; always true.
        boolean waits(boolean alsoToWrite) throws IOException {
            long rest = (deadline - System.nanoTime()) / 1_000_000;
            if (rest <= 0) {
                throw new SocketTimeoutException("it did not say hello within " + HELLO_TIMEOUT_MILLIS + " ms");
            }
            key.interestOps(alsoToWrite ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            selector.select(rest);
            selector.selectedKeys().clear();
            return true;
        }
    }
}
