package io.muster.keyspace.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.keyspace.server.ServerConfig.Founding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What command lines come to: the configuration, or exit code and words. Each case of the file is a line such as
/// `$ ETCD_NAME=a etcd --debug` and below it what is expected.
class StartCasesTest {
    private static final Path CASES = Path.of("src/test/resources/starts.txt");

    @Test
    void commandLinesComeToWhatIsWrittenDown() throws IOException {
        String before = Files.readString(CASES);
        String actual = before.lines()
                .filter(line -> line.startsWith("$ ") || line.startsWith("#"))
                .map(line -> line.startsWith("#") ? line : line + "\n" + run(line.substring(2)))
                .collect(Collectors.joining("\n\n", "", "\n"));
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(CASES, actual);
        }

        assertEquals(Files.readString(CASES), actual);
    }

    private static String run(String line) {
        Map<String, String> variables = new LinkedHashMap<>();
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
        while (!words.getFirst().equals("etcd")) {
            String[] variable = words.removeFirst().split("=", 2);
            variables.put(variable[0], variable[1]);
        }
        words.removeFirst();
        try {
            return switch (Invocation.of(words, variables)) {
                case Invocation.Print print ->
                    "prints " + print.text().lines().findFirst().orElse("");
                case Invocation.Serve serve -> String.join("\n", describe(serve.config()));
            };
        } catch (StartFailure failure) {
            return "exit " + failure.exitCode() + "\n"
                    + String.valueOf(failure.getMessage()).stripTrailing().replaceAll("(?m)^$", ".");
        }
    }

    private static List<String> describe(ServerConfig config) {
        List<String> lines = new ArrayList<>(List.of(
                "name " + config.name() + ", data " + config.dataDir() + ", talks " + config.dialect(),
                "clients " + config.listenClientUrls() + " told " + config.advertiseClientUrls(),
                "peers " + config.listenPeerUrls() + " told " + config.advertisePeerUrls(),
                "heartbeat " + config.heartbeat().toMillis() + " election "
                        + config.election().toMillis() + " snapshots after " + config.snapshotCount(),
                "founding " + founding(config.founding()) + (config.joining() ? ", joining" : "")));
        config.notices().forEach(notice -> lines.add("info " + notice));
        config.warnings().forEach(warning -> lines.add("warn " + warning));
        return lines;
    }

    private static String founding(Founding founding) {
        return switch (founding) {
            case Founding.Listed listed -> listed.cluster().format();
            case Founding.Alone alone -> "alone " + alone.cluster().format();
            case Founding.Discovered discovered -> "by " + discovered.url() + " through " + discovered.proxy();
            case Founding.Recorded recorded -> "by the records of " + recorded.domain() + ", token " + recorded.token();
            case Founding.First first ->
                "as in 0.4, by " + first.discovery() + " or " + first.peers() + ", " + first.rounds() + " rounds "
                        + first.pause().toMillis() + " ms apart";
        };
    }
}
