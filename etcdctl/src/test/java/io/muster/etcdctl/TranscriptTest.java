package io.muster.etcdctl;

import io.muster.keyspace.fixture.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Plays the sessions in `transcripts/*.txt`, each against a fresh member: `# remark`, `tick 5s`, `$ etcdctl words`
/// (blanks in single quotes), then what it prints, standard error after `! `, and the exit code unless it is 0.
class TranscriptTest {
    private static final Path TRANSCRIPTS = Path.of("src/test/resources/transcripts");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static List<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void sessionRunsAsWritten(Path file) throws IOException {
        var told = new StringBuilder();
        try (TestMember member = TestMember.start()) {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("# ")) {
                    told.append(told.isEmpty() ? "" : "\n").append(line).append('\n');
                } else if (line.startsWith("tick ")) {
                    told.append(line).append('\n');
                    member.clock.advance(Duration.parse("PT" + line.substring(5)));
                } else if (line.startsWith("$ etcdctl")) {
                    told.append(line).append('\n').append(run(member, line.substring(9)));
                }
            }
        }
        Golden.check(file, told.toString());
    }

    private static String run(TestMember member, String line) {
        List<String> args = new ArrayList<>();
        Matcher words = WORD.matcher(line);
        while (words.find()) {
            String quoted = words.group(1);
            args.add(quoted != null ? quoted : words.group(2));
        }
        CommandLine ran = CommandLine.run(Map.of("ETCDCTL_ENDPOINTS", member.url()), "", args);
        String text = ran.out()
                + ran.err().lines().map(e -> "! " + e + "\n").reduce("", String::concat)
                + (ran.exitCode() == 0 ? "" : "[exit " + ran.exitCode() + "]\n");
        return text.replace(member.url(), "http://MEMBER");
    }
}
