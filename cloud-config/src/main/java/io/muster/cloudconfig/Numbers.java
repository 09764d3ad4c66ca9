package io.muster.cloudconfig;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers and truth values as YAML 1.1 spells them, and fractions as Go prints them.
final class Numbers {
    private static final Pattern WHOLE =
            Pattern.compile("([-+]?)(?:0x([0-9a-fA-F_]+)|0b([01_]+)|0([0-7_]+)|(0|[1-9][0-9_]*))");
    private static final Pattern FRACTION =
            Pattern.compile("[-+]?(?:[0-9][0-9_]*(?:\\.[0-9_]*)?|\\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?");
    private static final int FIRST_POWER_WITH_EXPONENT = 6;

    private Numbers() {}

    static Optional<Boolean> flag(String text) {
        return switch (text) {
            case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON" -> Optional.of(true);
            case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /// Empty when the text is no whole number or one beyond 64 bits.
    static OptionalLong whole(String text) {
        Matcher matcher = WHOLE.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        int[] radix = {16, 2, 8, 10};
        for (int group = 2; group <= 5; group++) {
            String digits = matcher.group(group);
            if (digits != null) {
                try {
                    return OptionalLong.of(
                            Long.parseLong(matcher.group(1) + digits.replace("_", ""), radix[group - 2]));
                } catch (NumberFormatException e) {
                    return OptionalLong.empty();
                }
            }
        }
        return OptionalLong.empty();
    }

    static OptionalDouble fraction(String text) {
        return switch (text) {
            case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-.inf", "-.Inf", "-.INF" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            case ".nan", ".NaN", ".NAN" -> OptionalDouble.of(Double.NaN);
            default -> {
                OptionalLong whole = whole(text);
                if (whole.isPresent()) {
                    yield OptionalDouble.of((double) whole.getAsLong());
                }
                yield FRACTION.matcher(text).matches()
                        ? OptionalDouble.of(Double.parseDouble(text.replace("_", "")))
                        : OptionalDouble.empty();
            }
        };
    }

    /// Go's shortest form (`%v`): 3.0 is `3`, 1e6 is `1e+06`.
    static String print(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        String digits = shortest.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        if (exponent >= -4 && exponent < FIRST_POWER_WITH_EXPONENT) {
            return shortest.toPlainString();
        }
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (value < 0 ? "-" : "")
                + mantissa
                + "e"
                + (exponent < 0 ? "-" : "+")
                + "%02d".formatted(Math.abs(exponent));
    }
}
