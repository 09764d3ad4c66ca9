package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import io.muster.keyspace.AccessOutcome;
import io.muster.keyspace.Event;
import io.muster.keyspace.Failure;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.MembershipOutcome;
import io.muster.keyspace.Outcome;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.membership.MemberVerdict;
import io.muster.keyspace.server.Dialect;
import io.muster.keyspace.server.bootstrap.MemberIds;
import io.muster.keyspace.wire.MembersJson;
import java.time.InstantSource;
import java.util.List;

/// Requests to add, move and remove members. Their form is checked here, in the original's order; whether the change
/// can be made is decided by the keyspace, when all members agree on it. Source: `members_api.md` of etcd 2.3, and
/// its recorded answers for the order.
final class MemberChanges {
    private final ServedMember member;
    private final Dialect dialect;
    private final InstantSource clock;

    /// @param clock part of a new member's id
    MemberChanges(ServedMember member, Dialect dialect, InstantSource clock) {
        this.dialect = dialect;
        this.member = member;
        this.clock = clock;
    }

    void add(Context context) {
        answer(context, () -> {
            List<String> urls = peerUrls(context);
            String token = Long.toString(clock.instant().getEpochSecond());
            MemberInfo added = new MemberInfo(MemberIds.member(urls, token), "", urls, List.of());
            change(context, new MemberChange.Add(added), added.id(), () -> context.status(201)
                    .contentType(Routes.JSON)
                    .result(MembersJson.write(added)));
        });
    }

    /// @param id as the path spells it
    void move(Context context, String id) {
        answer(context, () -> {
            long parsed = parse(id);
            change(context, new MemberChange.Move(parsed, peerUrls(context)), parsed, () -> noContent(context));
        });
    }

    /// @param id as the path spells it
    void remove(Context context, String id) {
        answer(context, () -> {
            long parsed = parse(id);
            change(context, new MemberChange.Remove(parsed), parsed, () -> noContent(context));
        });
    }

    private void change(Context context, MemberChange change, long id, Runnable done) {
        context.future(() -> member.change(change).thenAccept(outcome -> answer(context, change, id, outcome, done)));
    }

    private void answer(Context context, MemberChange change, long id, Outcome outcome, Runnable done) {
        switch (outcome) {
            case MembershipOutcome decided when decided.verdict() == MemberVerdict.DONE -> done.run();
            case MembershipOutcome decided -> refuse(context, change, id, decided.verdict());
            case Failure _ -> broken(context);
            case Event _, AccessOutcome _ -> throw new IllegalStateException("no answer about members: " + outcome);
        }
    }

    private void refuse(Context context, MemberChange change, long id, MemberVerdict verdict) {
        switch (verdict) {
            case PEER_URL_TAKEN -> Routes.message(context, 409, dialect.peerUrlTaken());
            case ID_TAKEN -> Routes.message(context, 409, dialect.memberIdTaken());
            case UNKNOWN -> Routes.message(context, 404, "No such member: " + Long.toHexString(id));
            case REMOVED -> {
                if (change instanceof MemberChange.Remove) {
                    Routes.message(context, 410, "Member permanently removed: " + Long.toHexString(id));
                } else {
                    broken(context);
                }
            }
            // The original keeps the reason to its log.
            case TOO_FEW_STARTED, DONE -> broken(context);
        }
    }

    private static void broken(Context context) {
        Routes.message(context, 500, "Internal Server Error");
    }

    private static void noContent(Context context) {
        context.status(204).res().setContentType(null);
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

    private static Refusal noSuchMember(String id) {
        return new Refusal(404, "No such member: " + id);
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
