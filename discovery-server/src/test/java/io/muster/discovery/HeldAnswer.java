package io.muster.discovery;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A wait as it looks on the wire: first the head, and the event when it happens.
///
/// @param head the status line
record HeldAnswer(Socket socket, BufferedReader reader, String head) implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;

    /// Sends a GET, and returns when the head of the answer is complete.
    static HeldAnswer begin(int port, String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        String head = reader.readLine();
        for (String line = head; line != null && !line.isEmpty(); line = reader.readLine()) {}
        return new HeldAnswer(socket, reader, String.valueOf(head));
    }

    /// The next line of the body that is no chunk size; `null` as text when the connection has ended.
    String nextLine() throws IOException {
        String line = reader.readLine();
        while (line != null && !line.startsWith("{")) {
            line = reader.readLine();
        }
        return String.valueOf(line);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
