package io.muster.cloudconfig;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The addresses of a machine, as its platform or a person gives them; null where there is none.
public record Addresses(
        @Nullable String publicIpv4,
        @Nullable String privateIpv4,
        @Nullable String publicIpv6,
        @Nullable String privateIpv6) {
    /// None known.
    public static final Addresses NONE = new Addresses(null, null, null, null);

    /// The names of the placeholders, without the dollar.
    static final List<String> PLACEHOLDERS = List.of("private_ipv4", "public_ipv4", "private_ipv6", "public_ipv6");

    static final String NAMES = "((?:public|private)_ipv[46])";

    private static final Pattern PLACEHOLDER = Pattern.compile("(\\\\?)\\$" + NAMES);

    /// Fills `$private_ipv4` and its like, wherever they stand; an unknown address becomes nothing, `\$private_ipv4`
    /// becomes the bare placeholder.
    public String fill(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(hit -> {
            if (!hit.group(1).isEmpty()) {
                return Matcher.quoteReplacement("$" + hit.group(2));
            }
            @Nullable String address = address(hit.group(2));
            return address == null ? "" : Matcher.quoteReplacement(address);
        });
    }

    /// A finding for each placeholder outside comments whose address is not known.
    public Report unsetIn(String text) {
        Report.Builder report = new Report.Builder();
        eachIn(text, (placeholder, line, at) -> {
            String name = placeholder.group(2);
            if (address(name) == null) {
                report.warning(
                        at,
                        Code.ADDRESS_UNSET,
                        "$%s is not known and becomes nothing".formatted(name),
                        "give --%s".formatted(name.replace('_', '-')));
            }
        });
        return report.build();
    }

    /// Takes a placeholder that is to be filled in.
    interface Found {
        void take(Matcher placeholder, String line, Position at);
    }

    /// Each placeholder outside comments, but for those that a backslash keeps.
    static void eachIn(String text, Found found) {
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (line.indexOf('$') < 0 || line.stripLeading().startsWith("#")) {
                continue;
            }
            Matcher placeholder = PLACEHOLDER.matcher(line);
            int counted = 0;
            int column = 1;
            while (placeholder.find()) {
                column += line.codePointCount(counted, placeholder.start());
                counted = placeholder.start();
                if (placeholder.group(1).isEmpty()) {
                    found.take(placeholder, line, new Position(number, column));
                }
            }
        }
    }

    /// The known ones as the variables of /etc/environment.
    public Map<String, String> environment() {
        Map<String, String> variables = new TreeMap<>();
        for (String name : PLACEHOLDERS) {
            @Nullable String address = address(name);
            if (address != null) {
                variables.put("COREOS_" + name.toUpperCase(Locale.ROOT), address);
            }
        }
        return variables;
    }

    private @Nullable String address(String name) {
        return switch (name) {
            case "public_ipv4" -> publicIpv4;
            case "private_ipv4" -> privateIpv4;
            case "public_ipv6" -> publicIpv6;
            case "private_ipv6" -> privateIpv6;
            default -> throw new IllegalArgumentException("no such address: " + name);
        };
    }
}
