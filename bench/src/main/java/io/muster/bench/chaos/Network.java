package io.muster.bench.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What connects the members with each other and with their clients. Faults touch the links between members only:
/// clients reach every member at any time, also one that has lost the others.
sealed interface Network extends AutoCloseable permits Namespaces, Loopback {
    /// What it is, for the report.
    String describe();

    /// What to put before a command to run it where the member lives.
    List<String> inside(int member);

    /// Where a member listens for clients.
    String clientUrl(int member);

    /// Where a member listens for its peers.
    String listenPeerUrl(int member);

    /// Where its peers are told to reach a member: the proxy before its port.
    String advertisedPeerUrl(int member);

    /// Tells the ids of the members, by which links are told apart.
    void know(Map<Long, Integer> numbersById);

    /// Nothing passes on these links until [#heal].
    void cut(List<Link> links);

    /// All that a member sends or gets is late by so much until [#heal].
    void delay(int member, Duration by);

    /// Everything passes at once again.
    void heal();

    @Override
    void close();
}
