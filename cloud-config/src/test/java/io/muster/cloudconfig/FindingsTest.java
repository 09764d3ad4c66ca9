package io.muster.cloudconfig;

import java.nio.file.Path;
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

    private static void check(Path folder) {
        UserData data = UserData.recognise(Golden.read(folder.resolve("user-data")));
        String findings = data.report().lines("user-data").stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        Golden.assertMatches(folder.resolve("findings.txt"), findings);
    }
}
