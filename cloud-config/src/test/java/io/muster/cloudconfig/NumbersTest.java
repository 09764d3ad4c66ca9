package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void wholeNumbersAreReadAsYaml11SpellsThem() {
        Map.of("10", 10L, "-3", -3L, "+4", 4L, "010", 8L, "0x1F", 31L, "0b101", 5L, "1_000", 1000L, "0", 0L)
                .forEach((text, value) -> assertEquals(OptionalLong.of(value), Numbers.whole(text), text));
        for (String text : new String[] {"", "1.5", "08", "1:30", "0o17", "99999999999999999999", "x"}) {
            assertEquals(OptionalLong.empty(), Numbers.whole(text), text);
        }
    }

    @Test
    void fractionsArePrintedAsGoPrintsThem() {
        Map.of(
                        3.0,
                        "3",
                        0.5,
                        "0.5",
                        1e6,
                        "1e+06",
                        123456.0,
                        "123456",
                        12345678.5,
                        "1.23456785e+07",
                        0.0001,
                        "0.0001",
                        0.000001,
                        "1e-06",
                        -1e23,
                        "-1e+23",
                        Double.POSITIVE_INFINITY,
                        "+Inf",
                        Double.NaN,
                        "NaN")
                .forEach((value, text) -> assertEquals(text, Numbers.print(value)));
    }
}
