package io.muster.discovery.registry;

import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.Read;
import io.muster.keyspace.Read.Consistency;
import io.muster.keyspace.Watch;
import io.muster.keyspace.fixture.ManualClock;
import io.muster.keyspace.fixture.Story;
import io.muster.keyspace.store.LocalKeyspace;
import io.muster.keyspace.wire.EventJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A registry on a keyspace in memory, its clock, and the directives that scenarios are written in.
///
/// `new N [secret]` gives out a token, which `T` stands for from then on; `found NAME N` makes one as private discovery
/// does; `put`, `set`, `swap`, `delete` are what clients ask for below it; `wait` begins a wait on it; `others N`
/// changes N other tokens; `admin ...`, `tick TIME`, `sweep` and `view` speak for themselves.
final class ScenarioStage implements Story.Stage, AutoCloseable {
    private static final Lifetimes LIFETIMES =
            new Lifetimes(Optional.of(Duration.ofDays(7)), Optional.of(Duration.ofDays(30)), Duration.ofDays(7));

    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final Keyspace keyspace = new LocalKeyspace(clock);
    private final Registry registry;
    private final StringBuilder transcript = new StringBuilder();
    private Token token = new Token("none");
    private Token secret = token;

    ScenarioStage(boolean permissive) {
        registry = new Registry(keyspace, new Registry.Settings(LIFETIMES, permissive, false, clock), new Random(1));
    }

    @Override
    public String takeTranscript() {
        String told = transcript.toString();
        transcript.setLength(0);
        return told;
    }

    @Override
    public void perform(String line) throws Exception {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        String[] words = line.split(" ");
        switch (words[0]) {
            case "new" -> make(words);
            case "found" -> {
                token = new Token(words[1]);
                client(new Command.Create(token.size(), false, words[2], null));
            }
            case "put" -> client(new Command.Create(below(words[1]), false, value(words), ttl(words)));
            case "set" -> client(new Command.Set(below(words[1]), false, value(words), ttl(words), false));
            case "mkdir" -> client(new Command.Set(below(words[1]), true, "", ttl(words), false));
            case "update" -> client(new Command.Update(below(words[1]), false, value(words), ttl(words), false));
            case "swap" ->
                client(new Command.CompareAndSwap(below(words[1]), words[3], null, new Condition(words[2], 0), false));
            case "delete" -> client(new Command.Delete(below(words[1]), true, true));
            case "post" -> client(new Command.CreateInOrder(below(words[1]), false, value(words), null));
            case "reader" ->
                say(registry.forReaders()
                        .submit(new Command.Create(below(words[1]), false, value(words), null))
                        .join());
            case "list" -> say(registry.forNodes().get(read(token.directory())).join());
            case "wait" -> await(Long.parseLong(words[1]));
            case "others" -> others(Integer.parseInt(words[1]));
            case "report" -> {
                boolean taken = registry.reports().put(token, words[1], rest(words, 2), clock.instant());
                tell(taken ? "taken" : "refused");
            }
            case "resolve" -> {
                Registry.Named named = registry.resolve(words[1].equals("secret") ? secret : token);
                tell((named.token().equals(token) ? "the token" : "unknown") + ", may register: "
                        + named.mayRegister());
            }
            case "admin" -> administer(words);
            case "tick" -> clock.advance(Duration.parse(words[1]));
            case "sweep" -> tell(registry.sweep().run().toString());
            case "view" -> view();
            default -> throw new IllegalArgumentException("no such directive: " + line);
        }
    }

    @Override
    public void close() {
        registry.close();
    }

    private void make(String[] words) throws Exception {
        boolean isSecret = words.length > 2 && words[2].equals("secret");
        Registry.GivenOut given =
                registry.create(ClusterSize.parse(words[1], false), isSecret).join();
        secret = given.forNodes();
        token = given.forPeople().orElse(secret);
        tell("at index " + keyspace.index());
    }

    private void administer(String[] words) throws Exception {
        Administration administration = registry.administration();
        boolean done =
                switch (words[1]) {
                    case "resize" -> administration.resize(token, ClusterSize.parse(words[2], false));
                    case "remove" -> administration.removeMember(token, words[2]);
                    case "expire" -> administration.expire(token);
                    case "delete" -> administration.delete(token);
                    default -> throw new IllegalArgumentException("no such order: " + words[1]);
                };
        tell(done ? "done" : "not found");
    }

    // Told at once or with one of the directives that follow.
    private void await(long since) {
        Watch begun = registry.forNodes()
                .watch(new Follow(token.directory(), true, false, since), new Watch.Listener() {
                    @Override
                    public void onEvent(Event event) {
                        transcript.append("wait: ");
                        say(event);
                    }

                    @Override
                    public void onClosed(String reason) {}
                });
        switch (begun) {
            case Watch.Begun _ -> {}
            case Watch.Refused refused -> say(refused.failure());
        }
    }

    private void others(int count) {
        for (int i = 0; i < count; i++) {
            keyspace.submit(new Command.Set(Token.REGISTRY.child("other/n" + i), false, "x", null, false))
                    .join();
        }
    }

    private void view() throws RegistryUnavailable {
        Optional<TokenView> view = registry.view(token);
        if (view.isEmpty()) {
            tell("no such token");
            return;
        }
        TokenView shown = view.get();
        tell(shown.state() + " size=" + shown.size() + (shown.secret() ? " secret" : "") + " created="
                + shown.created().map(Instant::toString).orElse("unknown") + " end="
                + shown.end().map(Instant::toString).orElse("never"));
        shown.members().forEach(member -> tell("  member " + told(member)));
        shown.surplus().forEach(member -> tell("  surplus " + told(member)));
    }

    private static String told(TokenView.Member member) {
        return member.id() + " " + member.name() + " " + member.peerUrls() + " registered="
                + member.registered().map(Instant::toString).orElse("unknown")
                + member.lapses().map(lapses -> " lapses=" + lapses).orElse("")
                + member.report().map(report -> " report=" + report.text()).orElse("");
    }

    private void client(Command command) {
        say(registry.forNodes().submit(command).join());
    }

    private void say(Outcome outcome) {
        tell(new String(EventJson.write(outcome), StandardCharsets.UTF_8)
                .strip()
                .replace(token.name(), "T"));
    }

    private void tell(String line) {
        transcript.append(line).append('\n');
    }

    private Key below(String name) {
        return name.equals(".") ? token.directory() : token.directory().child(name);
    }

    private static Read read(Key key) {
        return new Read(key, true, true, Consistency.LOCAL);
    }

    private static String value(String[] words) {
        return words.length > 2 && !words[2].startsWith("ttl=") ? words[2] : "";
    }

    private static @Nullable Duration ttl(String[] words) {
        return Arrays.stream(words)
                .filter(word -> word.startsWith("ttl="))
                .findFirst()
                .map(word -> Duration.ofSeconds(Long.parseLong(word.substring(4))))
                .orElse(null);
    }

    private static String rest(String[] words, int from) {
        return String.join(" ", Arrays.copyOfRange(words, from, words.length));
    }
}
