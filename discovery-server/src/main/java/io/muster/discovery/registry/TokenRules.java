package io.muster.discovery.registry;

import io.muster.discovery.registry.TokenRecord.Claim;
import io.muster.keyspace.Action;
import io.muster.keyspace.ErrorCode;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What clients may change below a token, decided by what is there: nothing that would make nodes give up which wait or
/// are yet to come. Only computes.
///
/// Whatever the store refuses anyway is left to it, so that it is refused in its words. Source: what nodes of etcd 2.x
/// and 3.x do with each event they see while they wait, which is to take it for a new member, whatever it is.
record TokenRules(Contents contents, Instant now) {
    /// A claim whose registration has not come by then will not come.
    static final Duration CLAIM_LIMIT = Duration.ofSeconds(30);

    /// How many may register beyond those who are needed: latecomers must be able to, to learn that they are late.
    static final int SURPLUS_MAX = 100;

    private static final String SIZE = "_config/size";
    private static final String STATE = "_state";
    private static final String NO_TTL =
            "with a time to live, it would end the wait of all others when it ends; register without ttl";

    Ruling judge(Asked asked) {
        String place = place(asked);
        if (place.equals(SIZE)) {
            return judgeSize(asked);
        }
        if (!contents.isThere()) {
            return asked instanceof Asked.Removal
                    ? new Ruling.Pass()
                    : refused(
                            ErrorCode.KEY_NOT_FOUND,
                            contents.token().directory().path());
        }
        if (place.isEmpty() || place.equals("_config")) {
            return judgeDirectory(asked);
        }
        if (place.equals(STATE)) {
            return judgeState(asked);
        }
        if (place.startsWith("_")) {
            return refused(ErrorCode.INVALID_FIELD, "names that begin with an underscore are the service's own");
        }
        if (place.indexOf('/') >= 0 || asked instanceof Asked.InOrder) {
            return refused(ErrorCode.INVALID_FIELD, "members register directly below their token, under their id");
        }
        return judgeMember(asked, place);
    }

    private String place(Asked asked) {
        String path = asked.key().path();
        String directory = contents.token().directory().path();
        return path.length() == directory.length() ? "" : path.substring(directory.length() + 1);
    }

    private Ruling judgeDirectory(Asked asked) {
        return switch (asked) {
            case Asked.Removal _ -> locked("a token");
            case Asked.InOrder _ -> refused(ErrorCode.INVALID_FIELD, "members register under their id, with PUT");
            case Asked.Write write ->
                write.action() == Action.UPDATE
                        ? refused(ErrorCode.INVALID_FIELD, "a token's life cannot be changed from outside")
                        : new Ruling.Pass();
        };
    }

    private Ruling judgeSize(Asked asked) {
        return switch (asked) {
            case Asked.Removal _ -> contents.size().isEmpty() ? new Ruling.Pass() : locked("a size");
            case Asked.InOrder _ -> refused(ErrorCode.INVALID_FIELD, "a size is no directory");
            case Asked.Write write ->
                contents.size().isPresent() ? judgeAgain(write, contents.size().get()) : found(write);
        };
    }

    private Ruling found(Asked.Write write) {
        if (write.action() == Action.UPDATE || write.action() == Action.COMPARE_AND_SWAP) {
            return new Ruling.Pass();
        }
        if (write.dir() || write.ttl() != null || write.value().isEmpty()) {
            return refused(ErrorCode.INVALID_FIELD, "a size is a number without a time to live");
        }
        try {
            ClusterSize.parse(write.value(), false);
            return new Ruling.Found();
        } catch (ClusterSize.Refused e) {
            return refused(ErrorCode.INVALID_FIELD, e.line());
        }
    }

    private Ruling judgeState(Asked asked) {
        return switch (asked) {
            case Asked.Removal _ -> contents.state().isEmpty() ? new Ruling.Pass() : locked("a state");
            case Asked.InOrder _ -> refused(ErrorCode.INVALID_FIELD, "a state is no directory");
            case Asked.Write write -> {
                if (contents.state().isPresent()) {
                    yield judgeAgain(write, contents.state().get());
                }
                if (write.dir() || write.ttl() != null) {
                    yield refused(ErrorCode.INVALID_FIELD, "a state is a word without a time to live");
                }
                yield others("").values().stream().anyMatch(TokenRules::isNamed)
                        ? refused(ErrorCode.INVALID_FIELD, "nodes of etcd 2 or later use this token already")
                        : new Ruling.Pass();
            }
        };
    }

    private Ruling judgeMember(Asked asked, String id) {
        Optional<Node> there = contents.registrant(asked.key());
        return switch (asked) {
            case Asked.Removal _ -> there.isEmpty() ? new Ruling.Pass() : locked("a registration");
            case Asked.InOrder _ -> throw new IllegalArgumentException("no member registers so: " + asked);
            case Asked.Write write -> there.isPresent() ? judgeAgain(write, there.get()) : judgeNew(write, id);
        };
    }

    /// Something is there already.
    private Ruling judgeAgain(Asked.Write write, Node there) {
        boolean holds = (write.condition().prevIndex() == 0 || write.condition().prevIndex() == there.modifiedIndex())
                && (write.condition().prevValue().isEmpty()
                        || write.condition().prevValue().equals(there.value()));
        if (write.action() == Action.CREATE || there.dir() || !holds) {
            return new Ruling.Pass();
        }
        String value = String.valueOf(there.value());
        if (write.dir() || !write.value().equals(value)) {
            return refused(ErrorCode.KEY_EXISTS, there.key() + " is '" + value + "' and stays it");
        }
        if (isBare(value)) {
            // the heartbeat of a node of etcd 0.4, none of which waits
            return new Ruling.Pass();
        }
        return write.ttl() == null
                ? new Ruling.Settled(new Event(write.action(), there, there, contents.index()))
                : refused(ErrorCode.INVALID_FIELD, NO_TTL);
    }

    private Ruling judgeNew(Asked.Write write, String id) {
        if (write.action() == Action.UPDATE || write.action() == Action.COMPARE_AND_SWAP) {
            return new Ruling.Pass();
        }
        if (write.dir()) {
            return refused(ErrorCode.INVALID_FIELD, "a registration is a value, not a directory");
        }
        Map<String, String> others = others(id);
        if (contents.members() > 0 && others.size() >= contents.members() + SURPLUS_MAX) {
            return refused(
                    ErrorCode.INVALID_FIELD,
                    "too many have registered for a cluster of " + contents.members() + "; ask for a new token");
        }
        try {
            Optional<String> conflict =
                    switch (Registration.parse(write.value())) {
                        case Registration.Bare _ ->
                            others.values().stream()
                                    .filter(TokenRules::isNamed)
                                    .findFirst()
                                    .map(other -> "nodes of etcd 0.4 cannot join with later ones, such as " + other);
                        case Registration.Named _ when write.ttl() != null -> Optional.of(NO_TTL);
                        case Registration.Named named -> conflict(named, others);
                    };
            return conflict.<Ruling>map(reason -> refused(ErrorCode.INVALID_FIELD, reason))
                    .orElseGet(() -> new Ruling.Register(id, write.value()));
        } catch (Registration.Unfit unfit) {
            return refused(ErrorCode.INVALID_FIELD, unfit.reason());
        }
    }

    private static Optional<String> conflict(Registration.Named named, Map<String, String> others) {
        for (Map.Entry<String, String> other : others.entrySet()) {
            Registration registered;
            try {
                registered = Registration.parse(other.getValue());
            } catch (Registration.Unfit e) {
                continue;
            }
            switch (registered) {
                case Registration.Bare bare -> {
                    return Optional.of("later nodes cannot join with those of etcd 0.4, such as " + bare.peerUrl());
                }
                case Registration.Named taken -> {
                    if (taken.name().equals(named.name())) {
                        return Optional.of("the name " + named.name() + " is taken by member " + other.getKey() + " ("
                                + other.getValue() + "); give this node a name of its own");
                    }
                    Optional<String> shared = named.peerUrls().stream()
                            .filter(taken.peerUrls()::contains)
                            .findFirst();
                    if (shared.isPresent()) {
                        return Optional.of("the peer URL " + shared.get() + " is taken by member " + other.getKey()
                                + " (" + other.getValue() + "); every node must spell the discovery URL alike");
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// What others have registered, or are about to, by id.
    private Map<String, String> others(String id) {
        Map<String, String> others = new LinkedHashMap<>();
        contents.noted().ifPresent(noted -> noted.claims().forEach((claimant, claim) -> {
            if (isFresh(claim)) {
                others.put(claimant, claim.value());
            }
        }));
        contents.registrants().forEach(node -> others.put(node.key().name(), String.valueOf(node.value())));
        others.remove(id);
        return others;
    }

    private boolean isFresh(Claim claim) {
        return claim.at().plus(CLAIM_LIMIT).isAfter(now);
    }

    private Ruling locked(String what) {
        return refused(
                ErrorCode.UNAUTHORIZED,
                what + " is removed by the service's administrator only, lest nodes that wait fail");
    }

    private Ruling refused(ErrorCode code, String reason) {
        return new Ruling.Refused(new Failure(code, reason, contents.index()));
    }

    private static boolean isBare(String value) {
        try {
            return Registration.parse(value) instanceof Registration.Bare;
        } catch (Registration.Unfit e) {
            return false;
        }
    }

    private static boolean isNamed(String value) {
        try {
            return Registration.parse(value) instanceof Registration.Named;
        } catch (Registration.Unfit e) {
            return false;
        }
    }
}
