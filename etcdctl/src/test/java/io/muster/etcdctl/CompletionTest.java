package io.muster.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "upd, update updatedir",
        "member re, remove",
        "--endpoints http://member --debug ls --r, --recursive",
        "role grant --rea, --read --readwrite",
        "completion z, zsh",
        "--no-s, --no-sync",
        "get /a, /app/ /apple",
        "-o json set /app/, /app/x",
        "member list /a, ''"
    })
    void bashCompletesVerbsOptionsAndKeys(String typed, String offered) throws Exception {
        assertEquals(offered, complete(typed.split(" ")));
    }

    @Test
    void anotherShellIsRefused() {
        assertEquals(
                new CommandLine(1, "", "no completion for 'fish'; there is bash and zsh\n"),
                CommandLine.run(Map.of(), "", List.of("completion", "fish")));
    }

    private String complete(String... typed) throws IOException, InterruptedException {
        // what the script asks for keys
        Path etcdctl = Files.writeString(directory.resolve("etcdctl"), """
                #!/bin/sh
                case "$*" in
                *'ls -p /') printf '/app/\\n/apple\\n/b\\n' ;;
                *'ls -p /app/') printf '/app/x\\n' ;;
                esac
                """);
        assertEquals(true, etcdctl.toFile().setExecutable(true));
        CommandLine script =
                CommandLine.run(Map.of("ETCDCTL_ENDPOINTS", "http://127.0.0.1:1"), "", List.of("completion", "bash"));
        assertEquals("", script.err());
        Path test = Files.writeString(
                directory.resolve("test.bash"),
                script.out() + "COMP_WORDS=(etcdctl \"$@\")\nCOMP_CWORD=$#\n"
                        + "COMP_LINE=\"etcdctl $*\"\nCOMP_POINT=${#COMP_LINE}\n_etcdctl\necho \"${COMPREPLY[*]}\"\n");
        List<String> line = new ArrayList<>(List.of("bash", test.toString()));
        line.addAll(List.of(typed));
        ProcessBuilder bash = new ProcessBuilder(line).redirectErrorStream(true);
        bash.environment().merge("PATH", directory.toString(), (path, first) -> first + ":" + path);
        Process ran = bash.start();
        String said = new String(ran.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, ran.waitFor(), said);
        return said.strip();
    }
}
