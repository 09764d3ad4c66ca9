package io.muster.bench.chaos;

import io.muster.bench.Directories;
import io.muster.bench.Eventually;
import io.muster.bench.V2Client;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The members and the network between them: everything a fault can touch. Faults come from one thread; [#close] may
/// be called from another and more than once.
final class Arena implements AutoCloseable {
    /// How long the group may take to serve again once nothing is wrong any more.
    static final Duration RECOVERY_LIMIT = Duration.ofSeconds(90);

    private final Path directory;
    private final Network network;
    private final List<ArenaMember> members = new ArrayList<>();
    private boolean closed;

    private Arena(Path directory, Network network) {
        this.directory = directory;
        this.network = network;
    }

    /// Builds the network and the volumes; nothing runs yet.
    ///
    /// @param directory for data and logs, removed when this is closed
    static Arena build(Path directory, Network network, int size) {
        Arena arena = new Arena(directory, network);
        String founders = IntStream.range(0, size)
                .mapToObj(i -> ArenaMember.name(i) + "=" + network.advertisedPeerUrl(i))
                .collect(Collectors.joining(","));
        for (int i = 0; i < size; i++) {
            Path own = directory.resolve(ArenaMember.name(i));
            arena.members.add(new ArenaMember(i, own, network, founders));
        }
        return arena;
    }

    /// Starts every member and waits until all are healthy.
    void start() throws Exception {
        members.forEach(ArenaMember::start);
        awaitHealthy();
        Map<Long, Integer> numbers = new HashMap<>();
        for (ArenaMember member : members) {
            numbers.put(Long.parseUnsignedLong(member.id(), 16), member.number());
        }
        network.know(numbers);
    }

    /// Has a member removed, lets a new one take its name and place, and waits until that serves.
    ///
    /// @return whether the old one stopped by itself and the new one was let in
    boolean replace(ArenaMember member) {
        ArenaMember via = others(member).getFirst();
        String id = member.id();
        if (via.client().delete("/v2/members/" + id) != 204 || !member.endsWithin(Duration.ofSeconds(20))) {
            return false;
        }
        V2Client.Reply added = Eventually.await(
                "a new member to be added",
                RECOVERY_LIMIT,
                () -> via.client()
                        .postJson(
                                "/v2/members",
                                "{\"peerURLs\":[\"" + network.advertisedPeerUrl(member.number()) + "\"]}"),
                reply -> reply.status() == 201 || reply.status() == 409);
        if (added.status() != 201) {
            return false;
        }
        network.know(Map.of(Long.parseUnsignedLong(added.json().path("id").asText(), 16), member.number()));
        member.startAnew();
        member.awaitHealthy(RECOVERY_LIMIT);
        return true;
    }

    String describe() {
        return members.size() + " members, " + network.describe();
    }

    int size() {
        return members.size();
    }

    List<ArenaMember> members() {
        return members;
    }

    ArenaMember member(int number) {
        return members.get(Math.floorMod(number, members.size()));
    }

    Network network() {
        return network;
    }

    boolean canFillDisks() {
        return members.stream().allMatch(ArenaMember::canFillItsDisk);
    }

    /// The member that leads; waits for one.
    ArenaMember leader() {
        return Eventually.await(
                        "a leader",
                        RECOVERY_LIMIT,
                        () -> members.stream().filter(ArenaMember::leads).toList(),
                        leading -> leading.size() == 1)
                .getFirst();
    }

    /// One of the others.
    ArenaMember follower(int pick) {
        List<ArenaMember> others = others(leader());
        return others.get(Math.floorMod(pick, others.size()));
    }

    List<ArenaMember> others(ArenaMember than) {
        return members.stream()
                .filter(member -> member.number() != than.number())
                .toList();
    }

    /// SIGKILL to all of them, as nearly at once as the system lets us.
    void killAll() {
        List<String> command = new ArrayList<>(List.of("kill", "-KILL"));
        members.forEach(member -> command.add(Long.toString(member.pid())));
        SystemCommand.run(command);
        members.forEach(ArenaMember::kill);
    }

    /// Undoes every fault: paused members go on, those that are down start again.
    void mend() {
        network.heal();
        for (ArenaMember member : members) {
            member.freeDisk();
            member.jumpClock(Duration.ZERO);
            member.resume();
            if (!member.runs()) {
                member.start();
            }
        }
    }

    /// Waits until every member is healthy.
    ///
    /// @throws IllegalStateException when one is not in time, or has ended
    void awaitHealthy() {
        members.forEach(member -> member.awaitHealthy(RECOVERY_LIMIT));
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                members.forEach(ArenaMember::close);
            } finally {
                network.close();
            }
            Directories.delete(directory);
        }
    }
}
