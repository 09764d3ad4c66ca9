package io.muster.keyspace.server.http;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text language of recorded requests and answers: tokens between double braces stand for what differs from run to
/// run. `{{k}}` `{{h}}` `{{id}}` are names of the case, `{{base+1}}` `{{i}}` numbers it knows, `{{+1}}` `{{+1:020}}`
/// numbers from the base on, `{{ttl=5}}` an exact and `{{ttl:5}}` a running time to live, `{{time:+5}}` a moment that
/// many seconds from now, `{{late}}` a negative time to live or nothing; the others are wildcards.
final class Template {
    private static final Pattern TOKEN = Pattern.compile("\\{\\{(.*?)\\}\\}", Pattern.DOTALL);
    private static final Pattern RELATIVE = Pattern.compile("([+-]\\d+)(?::0(\\d+))?");
    private static final Pattern KNOWN = Pattern.compile("([A-Za-z_]\\w*)([+-]\\d+)?");
    private static final Pattern TTL = Pattern.compile("ttl([:=])(-?\\d+)");
    private static final Pattern TIME = Pattern.compile("time:([+-]\\d+)");
    private static final String MOMENT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?Z";
    private static final Duration SLACK = Duration.ofSeconds(1);
    private static final Map<String, String> WILDCARDS = Map.of(
            "time", MOMENT,
            "num", "\\d+",
            "hex", "[0-9a-f]+",
            "any", "[\\s\\S]*?",
            "line", "[^\\n]*?",
            "late", "(?:,\"ttl\":-\\d+)?");

    private final Map<String, String> known;

    /// @param known what tokens may refer to by name, `base` among them; read anew at every use
    Template(Map<String, String> known) {
        this.known = known;
    }

    /// A request's text with its tokens filled in.
    String fill(String text) {
        return TOKEN.matcher(text)
                .replaceAll(token -> Matcher.quoteReplacement(known(token.group(1))
                        .orElseThrow(() -> new IllegalArgumentException("unknown token " + token.group()))));
    }

    /// Whether an answer's text is what was expected at that moment.
    boolean matches(String expected, String actual, Instant now) {
        StringBuilder pattern = new StringBuilder();
        List<Predicate<String>> checks = new ArrayList<>();
        Matcher token = TOKEN.matcher(expected);
        int end = 0;
        while (token.find()) {
            pattern.append(Pattern.quote(expected.substring(end, token.start())));
            pattern.append(pattern(token.group(1), now, checks));
            end = token.end();
        }
        pattern.append(Pattern.quote(expected.substring(end)));
        Matcher matcher = Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(actual);
        if (!matcher.matches()) {
            return false;
        }
        for (int i = 0; i < checks.size(); i++) {
            if (!checks.get(i).test(matcher.group(i + 1))) {
                return false;
            }
        }
        return true;
    }

    private String pattern(String token, Instant now, List<Predicate<String>> checks) {
        Matcher relative = RELATIVE.matcher(token);
        if (relative.matches()) {
            long number = base() + Long.parseLong(relative.group(1));
            String width = relative.group(2);
            return width == null ? Long.toString(number) : ("%0" + width + "d").formatted(number);
        }
        Matcher ttl = TTL.matcher(token);
        if (ttl.matches()) {
            long most = Long.parseLong(ttl.group(2));
            long least = ttl.group(1).equals("=") ? most : most - 1;
            checks.add(text -> Long.parseLong(text) >= least && Long.parseLong(text) <= most);
            return "(-?\\d+)";
        }
        Matcher time = TIME.matcher(token);
        if (time.matches()) {
            Instant due = now.plusSeconds(Long.parseLong(time.group(1)));
            checks.add(text -> isNear(text, due));
            return "(" + MOMENT + ")";
        }
        return Optional.ofNullable(WILDCARDS.get(token))
                .or(() -> known(token).map(Pattern::quote))
                .orElseThrow(() -> new IllegalArgumentException("unknown token {{" + token + "}}"));
    }

    private Optional<String> known(String token) {
        Matcher named = KNOWN.matcher(token);
        if (!named.matches()) {
            return Optional.empty();
        }
        String offset = named.group(2);
        return Optional.ofNullable(known.get(named.group(1)))
                .map(value -> offset == null ? value : Long.toString(Long.parseLong(value) + Long.parseLong(offset)));
    }

    private long base() {
        return Long.parseLong(known.getOrDefault("base", "0"));
    }

    private static boolean isNear(String moment, Instant due) {
        try {
            return Duration.between(due, Instant.parse(moment)).abs().compareTo(SLACK) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
