package io.muster.discovery;

import io.muster.discovery.http.Credential;
import io.muster.discovery.registry.Lifetimes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// The flags about how long tokens live and who may change that.
final class LifeFlags {
    private static final String ADMIN_SECRET_FILE = "--admin-secret-file";
    private static final String EXPIRE_INCOMPLETE = "--expire-incomplete";
    private static final String EXPIRE_COMPLETE = "--expire-complete";
    private static final String REMEMBER_EXPIRED = "--remember-expired";
    private static final String NEVER = "never";
    private static final Pattern SPAN = Pattern.compile("([0-9]{1,9})([smhd])");

    private final Function<String, Optional<String>> given;
    private final List<String> faults;

    /// @param given what was said about a flag, on the command line or in the environment
    /// @param faults takes each fault that is found
    LifeFlags(Function<String, Optional<String>> given, List<String> faults) {
        this.given = given;
        this.faults = faults;
    }

    static void addTo(CommandSpec spec) {
        add(spec, "TIME", "when a token expires that was never completed (default 7d; never)", EXPIRE_INCOMPLETE);
        add(spec, "TIME", "when a complete token expires (default never)", EXPIRE_COMPLETE);
        add(spec, "TIME", "how long an expired token can be looked at (default 7d)", REMEMBER_EXPIRED);
        add(spec, "FILE", "its first line lets who shows it use /admin/tokens (default: nobody)", ADMIN_SECRET_FILE);
    }

    Lifetimes lifetimes() {
        Lifetimes otherwise = Lifetimes.DEFAULT;
        return new Lifetimes(
                span(EXPIRE_INCOMPLETE, otherwise.incomplete(), true),
                span(EXPIRE_COMPLETE, otherwise.complete(), true),
                span(REMEMBER_EXPIRED, Optional.of(otherwise.remembered()), false)
                        .orElse(otherwise.remembered()));
    }

    Optional<Credential> admin() {
        try {
            return given.apply(ADMIN_SECRET_FILE).map(file -> Credential.in(Path.of(file)));
        } catch (IllegalArgumentException e) {
            faults.add(ADMIN_SECRET_FILE + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Empty for never.
    private Optional<Duration> span(String flag, Optional<Duration> otherwise, boolean mayBeNever) {
        Optional<String> text = given.apply(flag);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (text.get().equals(NEVER) && mayBeNever) {
            return Optional.empty();
        }
        Matcher span = SPAN.matcher(text.get());
        if (!span.matches()) {
            faults.add(flag + "=" + text.get() + ": use a time such as 90s, 30m, 12h or 7d"
                    + (mayBeNever ? ", or never" : ""));
            return otherwise;
        }
        long number = Long.parseLong(span.group(1));
        return Optional.of(
                switch (span.group(2)) {
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    private static void add(CommandSpec spec, String label, String description, String name) {
        spec.addOption(OptionSpec.builder(name)
                .type(String.class)
                .arity("1")
                .paramLabel(label)
                .description(description)
                .build());
    }
}
