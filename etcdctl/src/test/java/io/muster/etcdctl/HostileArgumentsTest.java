package io.muster.etcdctl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.keyspace.fixture.Mutator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Spoilt command lines, and servers that answer nonsense: a line on the standard error and an exit code, never a stack
/// trace.
class HostileArgumentsTest {
    private static final int ROUNDS = 400;
    private static final List<List<String>> SOUND = List.of(
            List.of("set", "/a", "1", "--ttl=100", "--swap-with-value", "2"),
            List.of("get", "--sort", "--quorum", "/a"),
            List.of("-o", "extended", "get", "/a"),
            List.of("ls", "-r", "-p", "/"),
            List.of("mk", "--in-order", "/d", "1"),
            List.of("mkdir", "/d", "--ttl", "5"),
            List.of("updatedir", "/d"),
            List.of("rm", "--recursive", "/d", "--with-index=5"),
            List.of("rmdir", "/d"),
            List.of("watch", "/a", "--after-index=3"),
            List.of("member", "add", "m", "http://h:2380"),
            List.of("member", "list"),
            List.of("cluster-health"),
            List.of("user", "list"),
            List.of("role", "grant", "r", "--path=/a/*", "--readwrite"),
            List.of("auth", "enable"),
            List.of("--username=u:p", "--debug", "ls"));
    private static final List<String> ANSWERS = List.of(
            answer("200 OK", """
                    {"action":"get","node":{"key":"/d","dir":true,"nodes":[{"key":"/d/a","value":"1","modifiedIndex":7,\
                    "createdIndex":7}],"modifiedIndex":6,"createdIndex":6}}"""),
            answer("404 Not Found", "{\"errorCode\":100,\"message\":\"Key not found\",\"cause\":\"/a\",\"index\":7}"),
            answer(
                    "200 OK",
                    "{\"members\":[{\"id\":\"a1\",\"name\":\"m\",\"peerURLs\":[\"http://h:1\"],"
                            + "\"clientURLs\":[\"http://h:2\"]}]}"),
            answer("200 OK", "{\"users\":[{\"user\":\"u\",\"roles\":[{\"role\":\"r\"}]}]}"),
            answer("200 OK", "{\"role\":\"r\",\"permissions\":{\"kv\":{\"read\":[\"/*\"],\"write\":null}}}"),
            answer("307 Temporary Redirect", ""));

    @Test
    void spoiltArgumentsAreUnderstoodOrRefused() {
        Mutator mutator = new Mutator(11);
        for (int round = 0; round < Mutator.rounds(ROUNDS); round++) {
            List<String> args = new ArrayList<>(List.of("--no-sync", "--endpoints", "http://127.0.0.1:1"));
            for (String argument : mutator.pick(SOUND)) {
                args.add(mutator.random().nextInt(3) == 0 ? mutator.spoil(argument) : argument);
            }
            check(round, args);
        }
    }

    @Test
    void spoiltAnswersAreUnderstoodOrRefused() throws IOException {
        try (ServerSocket nonsense = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> answer(nonsense, new Mutator(12)));
            Mutator mutator = new Mutator(13);
            String endpoint = "http://127.0.0.1:" + nonsense.getLocalPort();
            for (int round = 0; round < Mutator.rounds(ROUNDS); round++) {
                List<String> args = new ArrayList<>(List.of("--no-sync", "--endpoints", endpoint));
                args.addAll(List.of("--timeout=1s", "--total-timeout=1s"));
                args.addAll(mutator.pick(SOUND));
                check(round, args);
            }
        }
    }

    private static void check(int round, List<String> args) {
        String about = "round " + round + ": " + args;
        CommandLine run = assertDoesNotThrow(() -> CommandLine.run(Map.of(), "", args), about);
        assertTrue(run.exitCode() >= 0 && run.exitCode() < 128, about);
        assertFalse(run.err().contains("\n\tat "), () -> about + "\n" + run.err());
    }

    private static void answer(ServerSocket server, Mutator mutator) {
        while (true) {
            try (Socket client = server.accept()) {
                client.setSoTimeout(1_000);
                while (client.getInputStream().read() >= 0
                        && client.getInputStream().available() > 0) {}
                client.getOutputStream()
                        .write(mutator.spoil(mutator.pick(ANSWERS).getBytes(UTF_8)));
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    private static String answer(String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nX-Etcd-Index: 7\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }
}
