package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.Dialect;
import java.util.List;

/// Requests to add, move and remove members: everything is checked as etcd 2.3 does and in its order, and what remains
/// is refused, since the group cannot change its members yet. Source: `members_api.md` of etcd 2.3, and its recorded
/// answers for the order.
final class MemberChanges {
    private final ServedMember member;
    private final Dialect dialect;

    MemberChanges(ServedMember member, Dialect dialect) {
        this.dialect = dialect;
        this.member = member;
    }

    void add(Context context) {
        answer(context, () -> {
            requireUntaken(peerUrls(context), member.members());
            throw notYet();
        });
    }

    /// @param id as the path spells it
    void move(Context context, String id) {
        answer(context, () -> {
            long parsed = parse(id);
            List<String> urls = peerUrls(context);
            MemberInfo known = find(parsed);
            requireUntaken(
                    urls,
                    member.members().stream()
                            .filter(other -> other.id() != known.id())
                            .toList());
            if (!urls.equals(known.peerUrls().stream().sorted().toList())) {
                throw notYet();
            }
            context.status(204).res().setContentType(null);
        });
    }

    /// @param id as the path spells it
    void remove(Context context, String id) {
        answer(context, () -> {
            find(parse(id));
            throw notYet();
        });
    }

    private static long parse(String id) throws Refusal {
        if (id.startsWith("+")) {
            throw noSuchMember(id);
        }
        try {
            return Long.parseUnsignedLong(id, 16);
        } catch (NumberFormatException e) {
            throw noSuchMember(id);
        }
    }

    private MemberInfo find(long id) throws Refusal {
        return member.members().stream()
                .filter(candidate -> candidate.id() == id)
                .findFirst()
                .orElseThrow(() -> noSuchMember(Long.toHexString(id)));
    }

    private List<String> peerUrls(Context context) throws Refusal {
        String header = context.header("Content-Type");
        String type = dialect.contentType(header == null ? "" : header);
        if (!Routes.JSON.equals(type)) {
            throw new Refusal(415, "Bad Content-Type " + type + ", accept " + Routes.JSON);
        }
        try {
            return PeerUrls.check(PeerUrlsBody.read(context.bodyAsBytes()), dialect);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, String.valueOf(e.getMessage()));
        }
    }

    private void requireUntaken(List<String> urls, List<MemberInfo> others) throws Refusal {
        if (others.stream().anyMatch(other -> other.peerUrls().stream().anyMatch(urls::contains))) {
            throw new Refusal(409, dialect.peerUrlTaken());
        }
    }

    private static Refusal noSuchMember(String id) {
        return new Refusal(404, "No such member: " + id);
    }

    private static Refusal notYet() {
        return new Refusal(501, "members cannot be added, changed or removed yet");
    }

    private static void answer(Context context, Request request) {
        try {
            request.serve();
        } catch (Refusal refusal) {
            Routes.message(context, refusal.status, String.valueOf(refusal.getMessage()));
        }
    }

    private interface Request {
        void serve() throws Refusal;
    }

    /// The first fault found; it carries an answer, not a stack.
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refusal(int status, String message) {
            super(message, null, false, false);
            this.status = status;
        }
    }
}
