package io.muster.discovery.page;

import io.muster.discovery.registry.TokenView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a token's page says, ready for its template.
///
/// @param join where nodes register; null when that is a secret
/// @param open whether somebody may still want to join
record TokenPage(
        Assets assets,
        String title,
        String token,
        String state,
        String word,
        String headline,
        String explanation,
        long count,
        long size,
        @Nullable Seats seats,
        List<Fact> facts,
        List<Member> members,
        boolean late,
        List<Member> surplus,
        boolean open,
        @Nullable String join,
        List<CloudConfigs.Sample> configs) {
    private static final int SEATS_MAX = 100;
    private static final int MANY = 24;
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /// The members as a picture: one seat each.
    record Seats(List<Boolean> taken, List<Boolean> free, boolean many) {}

    record Fact(String name, Moment moment) {}

    /// @param exact for programs
    /// @param shown for people
    record Moment(String exact, String shown) {
        static Moment of(Instant instant) {
            return new Moment(instant.truncatedTo(ChronoUnit.SECONDS).toString(), SHOWN.format(instant));
        }
    }

    record Member(
            String id,
            String name,
            List<String> urls,
            @Nullable Moment registered,
            @Nullable Report report) {
        static Member of(TokenView.Member member) {
            String name = member.name().isEmpty() ? member.id() : member.name();
            List<String> urls = member.peerUrls().isEmpty() ? List.of(member.value()) : member.peerUrls();
            return new Member(
                    member.id(),
                    name,
                    urls,
                    member.registered().map(Moment::of).orElse(null),
                    member.report().map(Report::of).orElse(null));
        }
    }

    record Report(Moment received, String text) {
        static Report of(TokenView.BootReport report) {
            return new Report(Moment.of(report.received()), report.text());
        }
    }

    /// @param name by which who asks knows the token
    /// @param join where nodes register; null when who asks may not know
    static TokenPage of(String name, TokenView view, Assets assets, @Nullable String join) {
        List<Fact> facts = new ArrayList<>();
        view.created().ifPresent(at -> facts.add(new Fact("Made", Moment.of(at))));
        String headline =
                switch (view.state()) {
                    case TokenView.Waiting waiting ->
                        "Waiting for " + waiting.more() + (waiting.more() == 1 ? " more member" : " more members");
                    case TokenView.Complete complete -> {
                        complete.at().ifPresent(at -> facts.add(new Fact("Complete", Moment.of(at))));
                        yield "The cluster is complete";
                    }
                    case TokenView.Expired expired -> {
                        facts.add(new Fact("Expired", Moment.of(expired.at())));
                        yield "This token has expired";
                    }
                };
        view.end().ifPresent(at -> facts.add(new Fact("Expires", Moment.of(at))));
        String explanation =
                switch (view.state()) {
                    case TokenView.Waiting _ ->
                        "Machines that have registered wait here for the others. They begin together, by themselves.";
                    case TokenView.Complete _ ->
                        "All members have registered and know each other. The token has done its work: make another for"
                                + " the next cluster.";
                    case TokenView.Expired _ ->
                        "Nodes find it no longer. What you see is how it was last; make another to start a cluster.";
                };
        boolean open = view.state() instanceof TokenView.Waiting;
        String counted = "(" + view.members().size() + " of " + view.size() + ") ";
        return new TokenPage(
                assets,
                (open ? counted : "") + headline + " – Muster discovery",
                name,
                view.state().word(),
                view.state().word().substring(0, 1).toUpperCase(Locale.ROOT)
                        + view.state().word().substring(1),
                headline,
                explanation,
                view.members().size(),
                view.size(),
                seats(view),
                List.copyOf(facts),
                view.members().stream().map(Member::of).toList(),
                !view.surplus().isEmpty(),
                view.surplus().stream().map(Member::of).toList(),
                open,
                join,
                join == null ? List.of() : CloudConfigs.of(join));
    }

    /// What a screen reader is told when the page has changed.
    String announcement() {
        Optional<String> latest = members.isEmpty()
                ? Optional.empty()
                : Optional.of(members.getLast().name() + " has registered. ");
        return latest.orElse("") + headline + ".";
    }

    private static @Nullable Seats seats(TokenView view) {
        if (view.size() < 1 || view.size() > SEATS_MAX) {
            return null;
        }
        int taken = view.members().size();
        return new Seats(times(taken), times((int) Math.max(0, view.size() - taken)), view.size() > MANY);
    }

    private static List<Boolean> times(int count) {
        return IntStream.range(0, count).mapToObj(_ -> true).toList();
    }
}
