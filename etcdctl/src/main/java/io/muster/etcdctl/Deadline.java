package io.muster.etcdctl;

import java.net.SocketTimeoutException;
import java.time.Duration;

/// A moment by which something must have happened, on the monotonic clock.
///
/// @param limited whether there is such a moment at all
record Deadline(boolean limited, long endNanos) {
    static final Deadline NONE = new Deadline(false, 0);

    static Deadline in(Duration time) {
        return new Deadline(true, System.nanoTime() + time.toNanos());
    }

    /// The sooner of this and another.
    Deadline or(Deadline other) {
        if (!limited) {
            return other;
        }
        return other.limited && other.endNanos - endNanos < 0 ? other : this;
    }

    boolean isOver() {
        return limited && endNanos - System.nanoTime() <= 0;
    }

    /// The time left, in the form sockets want: 0 means no limit.
    int millisLeft() throws SocketTimeoutException {
        if (!limited) {
            return 0;
        }
        long left = (endNanos - System.nanoTime() + 999_999) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("deadline is over");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
