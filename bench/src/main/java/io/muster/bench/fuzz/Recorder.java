package io.muster.bench.fuzz;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps, for each explanation, the shortest beginning of a script that needed it: evidence that it is needed, which a
/// test compares again with and without it. May be used from any thread.
final class Recorder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Explained, List<Exchange>> shortest = new EnumMap<>(Explained.class);

    /// @param needed what explained the answers to the last exchange
    synchronized void offer(Set<Explained> needed, List<Exchange> exchanges) {
        for (Explained reason : needed) {
            List<Exchange> known = shortest.get(reason);
            if (known == null || exchanges.size() < known.size()) {
                shortest.put(reason, List.copyOf(exchanges));
            }
        }
    }

    /// Writes one file for each explanation that was needed.
    synchronized void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Map.Entry<Explained, List<Exchange>> run : shortest.entrySet()) {
            Files.writeString(
                    directory.resolve(run.getKey() + ".json"), JSON.writeValueAsString(run.getValue()) + "\n");
        }
    }

    static List<Exchange> read(InputStream run) throws IOException {
        return JSON.readValue(run, new TypeReference<List<Exchange>>() {});
    }
}
