package io.muster.keyspace.server.proxy;

import io.muster.keyspace.server.http.LineWriter;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// A member's answer on its way to the client, whose head is ready in the client's response. Never more than one part
/// is under way: the next is asked for when the client has taken it.
sealed interface Answer {
    /// Hands a part on.
    ///
    /// @param next asks for the next part
    void pass(byte[] part, Runnable next);

    /// Everything has been passed.
    void end();

    /// The member broke off, and the client shall notice.
    void breakOff(Throwable cause);

    /// Told how the answer ended.
    interface End {
        /// Called once.
        ///
        /// @param cause what went wrong on the client's side or was told to [Answer#breakOff]; null when all
        // was sent
        void reached(@Nullable Throwable cause);
    }

    /// One of the kind that the head asks for. The head of an endless one is sent at once.
    static Answer to(Request request, Response response, End end) {
        boolean bodiless =
                request.getMethod().equals("HEAD") || response.getStatus() == 204 || response.getStatus() == 304;
        return bodiless || response.getHeaders().contains(HttpHeader.CONTENT_LENGTH)
                ? new Measured(response, end)
                : new Flowing(request, response, end);
    }

    /// One whose head tells its length.
    record Measured(Response response, End told) implements Answer {
        @Override
        public void pass(byte[] part, Runnable next) {
            response.write(false, ByteBuffer.wrap(part), Callback.from(next, told::reached));
        }

        @Override
        public void end() {
            response.write(true, BufferUtil.EMPTY_BUFFER, Callback.from(() -> told.reached(null), told::reached));
        }

        @Override
        public void breakOff(Throwable cause) {
            told.reached(cause);
        }
    }

    /// One that may come in drops, such as a watch's: each is sent as it comes.
    final class Flowing extends LineWriter implements Answer {
        private final End end;
        private final AtomicReference<@Nullable Runnable> next = new AtomicReference<>();

        Flowing(Request request, Response response, End end) {
            super(request, response);
            this.end = end;
            frame();
            iterate();
        }

        @Override
        public void pass(byte[] part, Runnable then) {
            next.set(then);
            add(part);
            iterate();
        }

        @Override
        public void end() {
            finish();
            iterate();
        }

        @Override
        public void breakOff(Throwable cause) {
            hangUp(cause);
        }

        @Override
        protected void onIdle() {
            Runnable then = next.getAndSet(null);
            if (then != null) {
                then.run();
            }
        }

        @Override
        protected void onEnd(@Nullable Throwable cause) {
            end.reached(cause);
        }
    }
}
