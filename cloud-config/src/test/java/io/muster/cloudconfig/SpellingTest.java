package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A part of a value is found where it stands, however the value is written.
class SpellingTest {
    @TestFactory
    Stream<DynamicTest> aPartIsFoundWhereItStands() {
        return Stream.of(
                        "k: a b HIT",
                        "k: a\n   b\n\n   HIT c",
                        "k: &x !!str a HIT",
                        "k: 'it''s HIT'",
                        "k: 'a\n\n  b''HIT'",
                        "k: \"a\\n\\x20\\u0041\\\"HIT\"",
                        "k: \"a \\\n    b\\\\HIT\"",
                        "k: \"\\U0001F40E\uD83D\uDC0E HIT\"",
                        "k: |\n  a\n    b\n\n  HIT\n",
                        "k: |2- # note\n    a\n  HIT",
                        "k: >+\n  a\n  b\n\n  HIT\n\n",
                        "k: |\r\n  a\r\n  HIT\r\n",
                        "{k: [\"a HIT\"]}",
                        "a: &v 'x HIT'\nk: *v")
                .map(text -> DynamicTest.dynamicTest(text, () -> check(text)));
    }

    private static void check(String text) {
        Tree tree = YamlReader.read(text, new Report.Builder()).orElseThrow();
        Tree.Scalar scalar = scalars(tree)
                .filter(found -> found.value().contains("HIT"))
                .findFirst()
                .orElseThrow();

        Position found = scalar.spelling().at(scalar.value(), scalar.value().indexOf("HIT"));

        assertEquals(new Lines(text).atChar(text.indexOf("HIT")), found);
    }

    private static Stream<Tree.Scalar> scalars(Tree tree) {
        return switch (tree) {
            case Tree.Scalar scalar -> Stream.of(scalar);
            case Tree.Sequence list -> list.items().stream().flatMap(SpellingTest::scalars);
            case Tree.Mapping mapping -> mapping.entries().stream().flatMap(entry -> scalars(entry.value()));
        };
    }
}
