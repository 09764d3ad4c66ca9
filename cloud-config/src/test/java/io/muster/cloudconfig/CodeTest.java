package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CodeTest {
    /// Scripts filter by them: a line that vanishes here breaks somebody.
    @Test
    void theCodesAreThoseOfTheDocumentation() {
        Golden.assertMatches(
                Path.of("../docs/findings.md"),
                Arrays.stream(Code.values())
                        .map(code -> "| `%s` | %s |\n".formatted(code, code.meaning()))
                        .collect(Collectors.joining("", """
                                # Findings

                                What `node-agent validate` can find in user-data, by the code at the end of each line; `node-agent explain CODE`
                                says the same. Codes keep their meaning. What coreos-cloudinit applied without complaint is a warning or an info,
                                what it refused, or what would do harm, an error: a document with errors changes nothing.

                                | code | what it stands for |
                                |---|---|
                                """, "")));
    }

    @Test
    void aCodeIsFoundByWhatIsPrinted() {
        for (Code code : Code.values()) {
            assertEquals(Optional.of(code), Code.of(code.toString()));
        }
        assertEquals(Optional.empty(), Code.of("HEADER"));
    }

    /// Each code but those that need more than a document is found in one of the golden documents.
    @Test
    void everyCodeIsFoundInADocument() {
        String found = Golden.cases("findings").stream()
                .map(folder -> Golden.text(folder.resolve("findings.txt")))
                .collect(Collectors.joining());

        assertEquals(
                "address-unset cluster-size too-large",
                Arrays.stream(Code.values())
                        .map(Code::toString)
                        .filter(code -> !found.contains("[" + code + "]"))
                        .sorted()
                        .collect(Collectors.joining(" ")));
    }
}
