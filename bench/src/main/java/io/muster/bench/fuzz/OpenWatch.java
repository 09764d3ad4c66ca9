package io.muster.bench.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A watch whose headers have come; its lines are gathered on a thread of their own until it ends.
final class OpenWatch implements AutoCloseable {
    /// The value of the write that ends a watch.
    static final String LAST = "last";

    private final Reply reply;
    private final Connection connection;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);

    private OpenWatch(Reply reply, Connection connection) {
        this.reply = reply;
        this.connection = connection;
    }

    static OpenWatch of(Reply reply, Connection connection) {
        OpenWatch watch = new OpenWatch(reply, connection);
        Thread.startVirtualThread(watch::gather);
        return watch;
    }

    private void gather() {
        StringBuilder line = new StringBuilder();
        try {
            for (int b = reply.body().read(); b >= 0; b = reply.body().read()) {
                if (b != '\n') {
                    line.append((char) b);
                    continue;
                }
                lines.add(line.toString());
                if (line.indexOf("\"value\":\"" + LAST + "\"") >= 0) {
                    end.countDown();
                }
                line.setLength(0);
            }
        } catch (IOException e) {
            // closed by us; whatever a server cut short shows in the lines
        }
        if (!line.isEmpty()) {
            lines.add(line.toString());
        }
        end.countDown();
    }

    /// Waits until nothing more is to come: the last write was seen, or the server has ended the answer. A watch that
    /// was answered from history never sees the last write, so this may wait in vain.
    void awaitEnd(Duration limit) throws InterruptedException {
        var _ = end.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What has come so far.
    Answer answer() {
        return Answer.of(reply, String.join("\n", lines));
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
