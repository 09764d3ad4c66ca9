package io.muster.bench.fuzz;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// A body whose end is told by its length or by its chunks; the connection stays open behind it.
final class BodyStream extends InputStream {
    private final InputStream in;
    private final boolean chunked;
    private long left;
    private boolean ended;
    private boolean begun;

    /// @param length in bytes; of a chunked body 0
    BodyStream(InputStream in, long length, boolean chunked) {
        this.in = in;
        this.left = length;
        this.chunked = chunked;
        this.ended = !chunked && length == 0;
    }

    @Override
    public int read() throws IOException {
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int b = in.read();
        if (b < 0) {
            throw new EOFException("closed within a body");
        }
        left--;
        ended = !chunked && left == 0;
        return b;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        int b = read();
        if (b < 0) {
            return -1;
        }
        into[from] = (byte) b;
        int taken = 1;
        while (taken < count && left > 0 && in.available() > 0) {
            into[from + taken++] = (byte) read();
        }
        return taken;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void nextChunk() throws IOException {
        if (begun) {
            Reply.line(in);
        }
        begun = true;
        left = Long.parseLong(Reply.line(in).split(";", 2)[0].strip(), 16);
        if (left == 0) {
            for (String trailer = Reply.line(in); !trailer.isEmpty(); trailer = Reply.line(in)) {}
            ended = true;
        }
    }
}
