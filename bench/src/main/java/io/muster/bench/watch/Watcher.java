package io.muster.bench.watch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One client that watches: a connection, and where in an answer it is.
final class Watcher {
    private static final String OK = "HTTP/1.1 200";

    private final SocketChannel channel;
    private final Kind kind;
    private boolean inHead = true;
    private int headBytes;
    private long tail;

    /// What a read came to.
    enum Progress {
        NOTHING,
        REGISTERED,
        TOLD
    }

    Watcher(SocketChannel channel, Kind kind) {
        this.channel = channel;
        this.kind = kind;
    }

    SocketChannel channel() {
        return channel;
    }

    /// Asks for the next event. Small enough for any socket to take at once.
    void ask(ByteBuffer request) throws IOException {
        inHead = true;
        headBytes = 0;
        tail = 0;
        channel.write(request);
        if (request.hasRemaining()) {
            throw new IOException("a request did not fit into the buffer of its socket");
        }
    }

    /// Reads what there is.
    ///
    /// @throws IOException when the server ended the connection or refused the watch
    Progress read(ByteBuffer buffer) throws IOException {
        if (channel.read(buffer.clear()) < 0) {
            throw new EOFException("the server hung up on a watch");
        }
        Progress progress = Progress.NOTHING;
        for (buffer.flip(); buffer.hasRemaining(); ) {
            byte read = buffer.get();
            tail = Tail.plus(tail, read);
            if (inHead) {
                requireOk(read);
                if ((tail & Tail.HEAD_END_MASK) == Tail.HEAD_END) {
                    inHead = false;
                    tail = 0;
                    progress = Progress.REGISTERED;
                }
            } else if (kind.isEvent(tail)) {
                progress = Progress.TOLD;
            }
        }
        return progress;
    }

    private void requireOk(byte read) throws IOException {
        if (headBytes < OK.length() && read != OK.charAt(headBytes)) {
            throw new IOException("a watch was not answered with 200");
        }
        headBytes++;
    }
}
