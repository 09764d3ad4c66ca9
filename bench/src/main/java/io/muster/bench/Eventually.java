package io.muster.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/// Waits for another process to reach a state. The one place that polls.
public final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Eventually() {}

    /// Thrown by a question whose answer will not come any more.
    public static final class Hopeless extends IllegalStateException {
        private static final long serialVersionUID = 1;

        public Hopeless(String reason) {
            super(reason);
        }
    }

    /// The first answer of `question` that satisfies `wanted`, asked again and again for at most `limit`. An exception
    /// other than [Hopeless] counts as "not yet".
    ///
    /// @throws IllegalStateException when the limit has passed; names what was awaited and the last answer
    public static <T> T await(String what, Duration limit, Callable<T> question, Predicate<T> wanted) {
        long end = System.nanoTime() + limit.toNanos();
        String last = "no answer";
        while (true) {
            try {
                T answer = question.call();
                if (wanted.test(answer)) {
                    return answer;
                }
                last = String.valueOf(answer);
            } catch (Hopeless e) {
                throw e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what, e);
            } catch (Exception e) {
                last = e.toString();
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "waited " + limit.toSeconds() + " s in vain for " + what + "; last: " + last);
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what, e);
            }
        }
    }

    /// Waits until `condition` holds.
    ///
    /// @throws IllegalStateException when the limit has passed
    public static void await(String what, Duration limit, Callable<Boolean> condition) {
        await(what, limit, condition, holds -> holds);
    }
}
