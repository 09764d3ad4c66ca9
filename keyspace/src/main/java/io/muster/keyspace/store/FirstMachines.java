package io.muster.keyspace.store;

import io.muster.keyspace.Command;
import io.muster.keyspace.Key;
import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.membership.Members;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// What etcd 0.4 kept of its machines in the hidden tree, for the clients that still look there:
/// `/_etcd/machines/NAME` and `/_etcd/config`. They come with a member's publication and share its index; whatever a
/// user has put in their way stays.
record FirstMachines(Tree.Directory root, long index, Instant time, Expiries expiries) {
    private static final Key MACHINES = Key.of("/_etcd/machines");
    private static final Command.Create CONFIG = new Command.Create(
            Key.of("/_etcd/config"), false, "{\"activeSize\":9,\"removeDelay\":1800,\"syncInterval\":5}", null);

    /// The tree that tells of a member, too.
    Tree.Directory with(MemberInfo member) {
        Tree.Directory configured = settle(writes(root).create(CONFIG), root);
        if (!isNameable(member)
                || member.clientUrls().isEmpty()
                || member.peerUrls().isEmpty()) {
            return configured;
        }
        String value = "etcd=" + encoded(member.clientUrls().getFirst()) + "&raft="
                + encoded(member.peerUrls().getFirst());
        Command.Set machine = new Command.Set(key(member), false, value, null, false);
        return settle(writes(configured).set(machine), configured);
    }

    /// The tree without a member that was removed.
    Tree.Directory without(MemberInfo member) {
        return isNameable(member)
                ? settle(new Removals(root, index, time).delete(new Command.Delete(key(member), false, false)), root)
                : root;
    }

    /// The tree without those of the members before that are none any more.
    Tree.Directory withoutAll(Members before, Members after) {
        Tree.Directory left = root;
        for (MemberInfo member : before.present().values()) {
            if (after.member(member.id()).isEmpty()) {
                left = new FirstMachines(left, index, time, expiries).without(member);
            }
        }
        return left;
    }

    private static boolean isNameable(MemberInfo member) {
        String name = member.name();
        return !name.isEmpty() && !name.contains("/") && !name.equals(".") && !name.equals("..");
    }

    private static Key key(MemberInfo member) {
        return MACHINES.child(member.name());
    }

    private Writes writes(Tree.Directory tree) {
        return new Writes(tree, index, time);
    }

    private Tree.Directory settle(Change change, Tree.Directory before) {
        return switch (change) {
            case Change.Refused _ -> before;
            case Change.Made made -> {
                expiries.follow(made.event());
                yield made.root();
            }
        };
    }

    /// As a form field is encoded.
    private static String encoded(String url) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : url.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append("%02X".formatted((int) c));
            }
        }
        return encoded.toString();
    }
}
