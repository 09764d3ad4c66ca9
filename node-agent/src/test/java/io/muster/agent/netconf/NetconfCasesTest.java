package io.muster.agent.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.muster.agent.datasource.Metadata.NetworkConfig;
import io.muster.cloudconfig.NetworkSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each folder of `netconf` is a network configuration, named by its format, and the units that it becomes.
class NetconfCasesTest {
    private static final Path CASES = Path.of("src/test/resources/netconf");

    @TestFactory
    Stream<DynamicTest> everyConfigurationBecomesItsUnits() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            List<Path> sorted = folders.sorted().toList();
            return sorted.stream()
                    .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> convert(folder)));
        }
    }

    private static void convert(Path folder) throws IOException {
        Path expected = folder.resolve("units.txt");
        String actual = describe(folder);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, actual);
        }
        assertEquals(Files.readString(expected), actual, expected::toString);
    }

    private static String describe(Path folder) throws IOException {
        Netconf format = Netconf.of(folder.getFileName().toString().split("-", 2)[0])
                .orElseThrow(() -> new AssertionError(folder + " is named by no format"));
        String text = Files.readString(folder.resolve("config"));
        try {
            NetworkSetup network = format.convert(
                    format == Netconf.VMWARE
                            ? new NetworkConfig.Variables(variables(text))
                            : new NetworkConfig.Text(text));
            return "take down %s%nload %s%n".formatted(network.interfaces(), network.modules())
                    + network.files().stream()
                            .map(file -> "%s%n%s"
                                    .formatted(file.path(), file.content().indent(4)))
                            .collect(Collectors.joining());
        } catch (NetconfFault e) {
            return e.getMessage() + "\n";
        }
    }

    private static Map<String, String> variables(String text) {
        return text.lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }
}
