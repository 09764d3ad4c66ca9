package io.muster.dist;

import java.util.ArrayList;
import java.util.List;

/// One container. Everything is asked from inside it, so it does not matter whether its network can be reached from
/// here.
record Container(DockerEngine docker, String name) {
    /// Runs a program in it, which may fail.
    Command exec(String... command) {
        List<String> line = new ArrayList<>(List.of("exec", name));
        line.addAll(List.of(command));
        return docker.attempt(line);
    }

    /// What a line of shell prints; it must not fail.
    String shell(String line) {
        return docker.run("exec", name, "sh", "-c", line).strip();
    }

    /// What is at an address, its head included; a small Debian has no client for HTTP.
    ///
    /// @param url `http://HOST:PORT/PATH`
    /// @param accept the type asked for
    String fetch(String url, String accept) {
        String[] parts = url.split("/", 4);
        String target = parts[2].replace(':', '/');
        String request =
                "GET /%s HTTP/1.0\\r\\nHost: %s\\r\\nAccept: %s\\r\\n\\r\\n".formatted(parts[3], parts[2], accept);
        return exec("bash", "-c", "exec 3<>/dev/tcp/%s && printf '%s' >&3 && cat <&3".formatted(target, request))
                .output();
    }

    /// The last lines of its journal, for a failure's message.
    String journal() {
        return exec("journalctl", "--no-pager", "--lines=80").output();
    }
}
