package io.muster.discovery.registry;

import io.muster.discovery.registry.TokenRecord.Claim;
import io.muster.discovery.registry.TokenView.BootReport;
import io.muster.discovery.registry.TokenView.Member;
import io.muster.keyspace.Node;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts together what is shown of a token.
final class Views {
    private Views() {}

    static Optional<TokenView> of(Contents contents, Map<String, BootReport> reports, Registry.Settings settings) {
        Optional<TokenRecord> noted = contents.noted();
        Optional<Instant> expired = noted.flatMap(known -> Optional.ofNullable(known.expired()))
                .or(() -> contents.isOver(settings) ? contents.end(settings.lifetimes()) : Optional.empty());
        if (!contents.isThere() && expired.isEmpty()) {
            return Optional.empty();
        }
        List<Member> registered = contents.isThere()
                ? contents.registrants().stream()
                        .filter(node -> !node.dir())
                        .map(node -> member(node, noted, reports))
                        .toList()
                : noted.stream()
                        .flatMap(known -> known.claims().entrySet().stream())
                        .map(claim -> member(claim.getKey(), claim.getValue(), reports))
                        .toList();
        long size = contents.isThere()
                ? contents.members()
                : noted.map(TokenRecord::size).orElse(0L);
        int founders = Math.clamp(size, 0, registered.size());
        return Optional.of(new TokenView(
                contents.token(),
                noted.filter(TokenRecord::secret).isPresent(),
                state(contents, expired),
                size,
                registered.subList(0, founders),
                registered.subList(founders, registered.size()),
                noted.map(TokenRecord::created),
                expired.isPresent() ? Optional.empty() : contents.end(settings.lifetimes())));
    }

    private static TokenView.State state(Contents contents, Optional<Instant> expired) {
        if (expired.isPresent()) {
            return new TokenView.Expired(expired.get());
        }
        long missing = Math.max(contents.members() - contents.registrants().size(), 0);
        return contents.isComplete() ? new TokenView.Complete(contents.completed()) : new TokenView.Waiting(missing);
    }

    private static Member member(Node node, Optional<TokenRecord> noted, Map<String, BootReport> reports) {
        String id = node.key().name();
        Optional<Instant> registered =
                noted.map(known -> known.claims().get(id)).map(Claim::at);
        return member(id, String.valueOf(node.value()), registered, Optional.ofNullable(node.expiration()), reports);
    }

    private static Member member(String id, Claim claim, Map<String, BootReport> reports) {
        return member(id, claim.value(), Optional.of(claim.at()), Optional.empty(), reports);
    }

    private static Member member(
            String id,
            String value,
            Optional<Instant> registered,
            Optional<Instant> lapses,
            Map<String, BootReport> reports) {
        Optional<BootReport> report = Optional.ofNullable(reports.get(id));
        try {
            return switch (Registration.parse(value)) {
                case Registration.Named named ->
                    new Member(id, named.name(), named.peerUrls(), value, registered, lapses, report);
                case Registration.Bare bare ->
                    new Member(id, id, List.of(bare.peerUrl()), value, registered, lapses, report);
            };
        } catch (Registration.Unfit e) {
            return new Member(id, "", List.of(), value, registered, lapses, report);
        }
    }
}
