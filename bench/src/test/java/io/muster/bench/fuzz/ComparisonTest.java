package io.muster.bench.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What counts as different, and what no explanation covers.
class ComparisonTest {
    private static final String FILE =
            "{\"action\":\"get\",\"node\":{\"key\":\"/a\",\"value\":\"1\",\"modifiedIndex\":4}}\n";

    @Test
    void equalAnswersDoNotDiffer() {
        assertEquals(List.of(), fields(FILE, FILE));
    }

    @Test
    void aFieldIsNamedByItsPath() {
        assertEquals(List.of("node.value"), fields(FILE, FILE.replace("\"1\"", "\"2\"")));
        assertEquals(List.of("node.dir"), fields(FILE, FILE.replace("\"value\"", "\"dir\":true,\"value\"")));
    }

    @Test
    void theOrderOfFieldsCounts() {
        String swapped = "{\"node\":{\"key\":\"/a\",\"value\":\"1\",\"modifiedIndex\":4},\"action\":\"get\"}\n";

        assertEquals(List.of("order"), fields(FILE, swapped));
    }

    @Test
    void theSameTreeInOtherBytesDiffers() {
        assertEquals(List.of("bytes"), fields(FILE, FILE.replace("\"1\"", "\"\\u0031\"")));
        assertEquals(List.of("body"), fields(FILE, FILE.strip()));
    }

    @Test
    void aClockMayDifferByMomentsOnly() {
        String now = "{\"node\":{\"expiration\":\"2026-01-01T00:00:10Z\",\"ttl\":10}}";
        String moment = "{\"node\":{\"expiration\":\"2026-01-01T00:00:10.9Z\",\"ttl\":11}}";
        String later = "{\"node\":{\"expiration\":\"2026-01-01T00:00:15Z\",\"ttl\":15}}";

        assertEquals(List.of(), unexplained(now, moment));
        assertEquals(List.of("node.expiration", "node.ttl"), unexplained(now, later));
        assertEquals(List.of("node.expiration"), unexplained(now, "{\"node\":{\"ttl\":10}}"));
    }

    @Test
    void aListingMayBeShuffledButNotChanged() {
        String listing = "{\"node\":{\"nodes\":[{\"key\":\"/a\",\"value\":\"1\"},{\"key\":\"/b\",\"value\":\"2\"}]}}";
        String shuffled = "{\"node\":{\"nodes\":[{\"key\":\"/b\",\"value\":\"2\"},{\"key\":\"/a\",\"value\":\"1\"}]}}";

        assertEquals(List.of(), unexplained(listing, shuffled));
        assertEquals(List.of("node.nodes./b.value"), unexplained(listing, shuffled.replace("\"2\"", "\"3\"")));
        assertEquals(List.of("node.nodes.keys"), unexplained(listing, shuffled.replace("/b", "/c")));
    }

    private static List<String> fields(String ours, String reference) {
        return Comparison.of(exchange(ours, reference)).stream()
                .map(Difference::field)
                .toList();
    }

    private static List<String> unexplained(String ours, String reference) {
        return Comparison.unexplained(Comparison.of(exchange(ours, reference)), Explained.all()).stream()
                .map(Difference::field)
                .toList();
    }

    private static Exchange exchange(String ours, String reference) {
        return new Exchange(new Step.Request("GET", "/v2/keys/a", "", ""), new Both<>(answer(ours), answer(reference)));
    }

    private static Answer answer(String body) {
        return new Answer(200, Map.of(), body);
    }
}
