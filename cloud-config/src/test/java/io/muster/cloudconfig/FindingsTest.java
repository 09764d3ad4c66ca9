package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each folder of `findings` is a document and what is to be said of it.
class FindingsTest {
    @TestFactory
    Stream<DynamicTest> everyDocumentDrawsItsFindings() {
        return Golden.cases("findings").stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check(folder)));
    }

    /// `original.txt` is what coreos-cloudinit 1.14.0 said of the same document, as recorded: a line number, or several
    /// where its own is off, then severity and sentence.
    @TestFactory
    Stream<DynamicTest> whatTheOriginalFoundIsFoundInItsWords() {
        return Golden.cases("findings").stream()
                .filter(folder -> Files.exists(folder.resolve("original.txt")))
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> compare(folder)));
    }

    private static void compare(Path folder) {
        List<String> ours = UserData.recognise(Golden.read(folder.resolve("user-data"))).report().findings().stream()
                .map(Finding::originalLine)
                .toList();
        for (String expected :
                Golden.text(folder.resolve("original.txt")).lines().toList()) {
            String sentence = expected.substring(expected.indexOf(' ') + 1);
            List<String> accepted = Stream.of(
                            expected.substring(0, expected.indexOf(' ')).split("\\|", -1))
                    .map(line -> "line %s: %s".formatted(line, sentence))
                    .toList();
            assertTrue(accepted.stream().anyMatch(ours::contains), () -> accepted + " is missing in " + ours);
        }
    }

    private static void check(Path folder) {
        UserData data = UserData.recognise(Golden.read(folder.resolve("user-data")));
        String findings = data.report().lines("user-data").stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        Golden.assertMatches(folder.resolve("findings.txt"), findings);
    }
}
