package io.muster.keyspace.server;

import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Action;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Node;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.wire.EventJson;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which generation of etcd one member talks like, where the generations cannot all be pleased: how requests are read
/// and answers written, and what flags mean ([Flags#of]). What is kept is the same in every dialect, so members of one
/// cluster may differ.
public enum Dialect {
    V0_4("0.4", "0.4.6", "0.4.6"),
    V2_3("2.3", ProductVersion.ETCD_SERVER, ProductVersion.ETCD_CLUSTER),
    V3_4("3.4", "3.4.23", "3.4.0");

    private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "FALSE", "false", "False");

    private final String word;
    private final String serverVersion;
    private final String clusterVersion;

    Dialect(String word, String serverVersion, String clusterVersion) {
        this.word = word;
        this.serverVersion = serverVersion;
        this.clusterVersion = clusterVersion;
    }

    /// The words of all dialects, as `--compat` takes them.
    static List<String> words() {
        return Arrays.stream(values()).map(dialect -> dialect.word).toList();
    }

    /// @param word one of [#words()]
    static Dialect of(String word) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no dialect " + word));
    }

    @Override
    public String toString() {
        return word;
    }

    /// Reads a switch; empty when it is malformed. The first generation takes everything but `true` for false.
    public Optional<Boolean> readSwitch(String text) {
        if (this == V0_4) {
            return Optional.of(text.equals("true"));
        }
        boolean on = TRUE.contains(text);
        return on || FALSE.contains(text) ? Optional.of(on) : Optional.empty();
    }

    /// Whether a time to live may have a sign; below zero, it is over at once.
    public boolean signsTtl() {
        return this == V0_4;
    }

    /// Whether a time to live can be renewed without touching the value.
    public boolean knowsRefresh() {
        return this != V0_4;
    }

    /// Whether a writer may ask for an answer without nodes.
    public boolean knowsNoValueOnSuccess() {
        return this == V3_4;
    }

    /// Whether a semicolon separates fields like an ampersand; else it is refused. So did the Go that each was built
    /// with.
    public boolean semicolonsSeparate() {
        return this != V3_4;
    }

    /// Whether answers name the cluster.
    public boolean tellsClusterId() {
        return this != V0_4;
    }

    /// The etcd that `/version` claims to be, which clients choose their ways by.
    public String serverVersion() {
        return serverVersion;
    }

    /// The lowest version among the members, as that etcd tells it.
    public String clusterVersion() {
        return clusterVersion;
    }

    /// Whether there are `/v2/leader` and `/v2/peers`, and `/version` is a line of text.
    public boolean hasFirstPaths() {
        return this == V0_4;
    }

    /// Whether a leader removes members that are silent for long, or too many, as its configuration says.
    boolean keepsMembers() {
        return this == V0_4;
    }

    /// A refusal of malformed fields.
    ///
    /// @param index the store's, which the later generations do not tell here
    public Failure refusal(Failure refused, long index) {
        return this == V0_4 ? new Failure(refused.code(), refused.cause(), index) : refused;
    }

    /// The body of an answer, and a stream's line for an event.
    public byte[] body(Outcome outcome) {
        byte[] line =
                switch (outcome) {
                    case Event event -> EventJson.write(shown(event));
                    case Failure _, AccessOutcome _, MembershipOutcome _ -> EventJson.write(outcome);
                };
        return this == V0_4 ? Arrays.copyOf(line, line.length - 1) : line;
    }

    /// What `/health` says when all is well.
    public String healthy() {
        return this == V3_4 ? "{\"health\":\"true\"}" : "{\"health\": \"true\"}";
    }

    /// A `Content-Type` as far as it counts where JSON is demanded; all but the last generation want it bare.
    public String contentType(String header) {
        int end = header.indexOf(';');
        return this == V3_4 && end >= 0 ? header.substring(0, end).strip() : header;
    }

    /// The schemes that a member's address may have, as refusals spell them.
    public String urlSchemes() {
        return this == V3_4 ? "http, https, unix, or unixs" : "http or https";
    }

    /// Whether a member's address may begin so.
    public boolean takesUrlScheme(String scheme) {
        boolean socket = scheme.equals("unix") || scheme.equals("unixs");
        return scheme.equals("http") || scheme.equals("https") || (this == V3_4 && socket);
    }

    /// Refuses an address that another member has.
    public String peerUrlTaken() {
        return (this == V3_4 ? "membership" : "etcdserver") + ": peerURL exists";
    }

    /// Refuses an id that another member has.
    public String memberIdTaken() {
        return (this == V3_4 ? "membership" : "etcdserver") + ": ID exists";
    }

    private Event shown(Event event) {
        Node before = event.prevNode();
        boolean directoryExpired = event.action() == Action.EXPIRE && before != null && before.dir();
        if (this == V3_4 && directoryExpired) {
            Node node = event.node();
            Node expired =
                    new Node(node.key(), null, true, null, 0, List.of(), node.modifiedIndex(), node.createdIndex());
            return new Event(event.action(), expired, before, event.index());
        }
        return event;
    }
}
