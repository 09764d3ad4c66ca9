package io.muster.keyspace.server.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import tlschannel.ClientTlsChannel;
import tlschannel.NeedsReadException;
import tlschannel.TlsChannel;
import tlschannel.WouldBlockException;

/// The connection of a link as bytes, in the clear or secured. It does not block; one thread may read while another
/// writes.
sealed interface Wire {
    /// Sends as much as the connection takes now, and tells how much that was.
    int write(ByteBuffer bytes) throws IOException;

    /// Whether nothing of what was written is still here. Else somebody has to write again when the connection takes
    /// more, if only nothing.
    boolean isSent();

    /// Whether what is still here waits for the other side to say something first, as in a handshake.
    boolean awaitsAnswer();

    /// Reads what is there: how much that was, and -1 after the end.
    int read(ByteBuffer bytes) throws IOException;

    /// What is underneath.
    SocketChannel channel();

    /// Ends the connection.
    void close() throws IOException;

    /// In the clear.
    record Plain(SocketChannel channel) implements Wire {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return channel.write(bytes);
        }

        @Override
        public boolean isSent() {
            return true;
        }

        @Override
        public boolean awaitsAnswer() {
            return false;
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return channel.read(bytes);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /// Through TLS, for which the first that is read or written makes the handshake.
    final class Secured implements Wire {
        private final SocketChannel channel;
        private final TlsChannel tls;
        private volatile boolean sent = true;
        private volatile boolean awaitsAnswer;

        Secured(SocketChannel channel, SSLEngine engine) {
            this.channel = channel;
            this.tls = ClientTlsChannel.newBuilder(channel, engine).build();
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int before = bytes.remaining();
            try {
                // Also with nothing to write: what is encrypted already may be waiting.
                tls.write(bytes);
                sent = true;
                awaitsAnswer = false;
            } catch (WouldBlockException e) {
                sent = false;
                awaitsAnswer = e instanceof NeedsReadException;
            }
            return before - bytes.remaining();
        }

        @Override
        public boolean isSent() {
            return sent;
        }

        @Override
        public boolean awaitsAnswer() {
            return awaitsAnswer;
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            try {
                return tls.read(bytes);
            } catch (WouldBlockException e) {
                return 0;
            }
        }

        @Override
        public SocketChannel channel() {
            return channel;
        }

        @Override
        public void close() throws IOException {
            tls.close();
        }
    }
}
