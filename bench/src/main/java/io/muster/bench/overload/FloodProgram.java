package io.muster.bench.overload;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/// Floods a server until its input ends: so many clients at once, each of which begins again a second after it was
/// refused or cut. Prints how often each thing happened.
public final class FloodProgram {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int BODY_BYTES = 50_000_000;
    private static final int PART_BYTES = 64 << 10;

    // One address has too few ports for all, and the system searches long for a free one once half of them are taken.
    private static final int CLIENTS_PER_ADDRESS = 2_000;

    private final InetSocketAddress server;
    private final FloodKind kind;
    private final LongAdder begun = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final LongAdder held = new LongAdder();

    private FloodProgram(InetSocketAddress server, FloodKind kind) {
        this.server = server;
        this.kind = kind;
    }

    /// Runs it.
    ///
    /// @param args the port, the kind, how many clients
    public static void main(String[] args) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        FloodProgram flood = new FloodProgram(server, FloodKind.valueOf(args[1]));
        int clients = Integer.parseInt(args[2]);
        for (int i = 0; i < clients; i++) {
            int number = i;
            Thread.startVirtualThread(() -> flood.ask(number));
        }
        while (System.in.read() >= 0) {
            // whoever started this says nothing until it is to end
        }
        System.out.println(
                flood.begun + " begun, " + flood.refused + " refused, " + flood.cut + " cut, " + flood.held + " held");
        System.exit(0);
    }

    private void ask(int number) {
        while (true) {
            try (Socket socket = new Socket()) {
                connect(socket, number);
                try {
                    once(socket, number);
                } catch (IOException e) {
                    cut.increment();
                }
            } catch (IOException e) {
                // no connection, or no file descriptor for one: what was never begun is not counted
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void connect(Socket socket, int number) throws IOException {
        socket.bind(new InetSocketAddress("127.0.0." + (2 + number / CLIENTS_PER_ADDRESS), 0));
        socket.connect(server);
        begun.increment();
    }

    private void once(Socket socket, int number) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream(), 512);
        switch (kind) {
            case CONNECTIONS -> hold(in);
            case WATCHES -> {
                send(socket, "GET /v2/keys/flood/none?wait=true HTTP/1.1\r\nHost: flood\r\n\r\n");
                answer(in);
            }
            case BODIES -> {
                sendBody(socket.getOutputStream(), number % 2 == 0);
                answer(in);
            }
            case SLOW_HEADS -> {
                for (char c : ("GET /v2/keys/flood HTTP/1.1\r\nHost: " + "f".repeat(10_000)).toCharArray()) {
                    send(socket, String.valueOf(c));
                    sleep();
                }
            }
        }
    }

    private void hold(InputStream in) throws IOException {
        held.increment();
        try {
            while (in.read() >= 0) {
                // whatever comes is not what is waited for
            }
            cut.increment();
        } finally {
            held.decrement();
        }
    }

    private void answer(InputStream in) throws IOException {
        byte[] status = in.readNBytes("HTTP/1.1 200".length());
        if (status.length < 12) {
            cut.increment();
        } else if (status[9] == '2') {
            hold(in);
        } else {
            refused.increment();
        }
    }

    private static void sendBody(OutputStream out, boolean announced) throws IOException {
        String framing = announced ? "Content-Length: " + BODY_BYTES : "Transfer-Encoding: chunked";
        out.write(("PUT /v2/keys/flood/body HTTP/1.1\r\nHost: flood\r\nContent-Type: application/x-www-form-urlencoded"
                        + "\r\n" + framing + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        byte[] part = new byte[PART_BYTES];
        Arrays.fill(part, (byte) 'x');
        for (int sent = 0; sent < BODY_BYTES; sent += PART_BYTES) {
            if (!announced) {
                out.write((Integer.toHexString(PART_BYTES) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(part);
            if (!announced) {
                out.write(new byte[] {'\r', '\n'});
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void sleep() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
    }
}
