package io.muster.keyspace.membership;

import io.muster.keyspace.MemberInfo;
import java.util.List;
import java.util.Optional;
import org.pcollections.PSortedMap;
import org.pcollections.PSortedSet;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/// The members a cluster is to have, and those it had once. Immutable.
///
/// @param present by id
/// @param removed ids that never come back
public record Members(PSortedMap<Long, MemberInfo> present, PSortedSet<Long> removed) {
    public static final Members NONE = new Members(
            TreePMap.<Long, MemberInfo>empty(Long::compareUnsigned), TreePSet.<Long>empty(Long::compareUnsigned));

    /// A change decided.
    ///
    /// @param members as they are from now on; as before if it is refused
    public record Ruling(Members members, MemberVerdict verdict) {}

    public static Members of(List<MemberInfo> present, List<Long> removed) {
        Members members = NONE;
        for (MemberInfo member : present) {
            members = members.with(member);
        }
        return new Members(members.present, members.removed.plusAll(removed));
    }

    /// Those that are not there yet, and were not removed, are there, too. Founders need not have published themselves
    /// before the first change is decided.
    public Members knowing(List<MemberInfo> founders) {
        Members known = this;
        for (MemberInfo founder : founders) {
            if (!present.containsKey(founder.id()) && !removed.contains(founder.id())) {
                known = known.with(new MemberInfo(founder.id(), "", founder.peerUrls(), List.of()));
            }
        }
        return known;
    }

    /// A member has told its name and its client URLs. Where its peers reach it is not for itself to say once that is
    /// known: it changes by [MemberChange.Move].
    public Members published(MemberInfo member) {
        if (removed.contains(member.id())) {
            return this;
        }
        MemberInfo known = present.get(member.id());
        return with(
                known == null
                        ? member
                        : new MemberInfo(member.id(), member.name(), known.peerUrls(), member.clientUrls()));
    }

    /// Decides a change.
    ///
    /// @param strict whether to refuse what could cost the cluster its quorum
    public Ruling decide(MemberChange change, boolean strict) {
        return switch (change) {
            case MemberChange.Add add -> add(add.member(), strict);
            case MemberChange.Move move -> move(move);
            case MemberChange.Remove remove -> remove(remove.id(), strict);
            case MemberChange.KeepOnly keep -> keepOnly(keep.id());
        };
    }

    public Optional<MemberInfo> member(long id) {
        return Optional.ofNullable(present.get(id));
    }

    private Ruling add(MemberInfo member, boolean strict) {
        if (removed.contains(member.id()) || present.containsKey(member.id())) {
            return refused(MemberVerdict.ID_TAKEN);
        }
        if (isTaken(member.peerUrls(), member.id())) {
            return refused(MemberVerdict.PEER_URL_TAKEN);
        }
        long started = started(0);
        int after = present.size() + 1;
        // A lone member may always be given company: that is how data is restored.
        boolean company = started == 1 && after == 2;
        if (strict && !company && started < after / 2 + 1) {
            return refused(MemberVerdict.TOO_FEW_STARTED);
        }
        return new Ruling(with(member), MemberVerdict.DONE);
    }

    private Ruling move(MemberChange.Move move) {
        MemberInfo known = present.get(move.id());
        if (known == null) {
            return refused(absence(move.id()));
        }
        if (isTaken(move.peerUrls(), move.id())) {
            return refused(MemberVerdict.PEER_URL_TAKEN);
        }
        return new Ruling(
                with(new MemberInfo(known.id(), known.name(), move.peerUrls(), known.clientUrls())),
                MemberVerdict.DONE);
    }

    private Ruling remove(long id, boolean strict) {
        if (!present.containsKey(id)) {
            return refused(absence(id));
        }
        int after = present.size() - 1;
        if (strict && started(id) < after / 2 + 1) {
            return refused(MemberVerdict.TOO_FEW_STARTED);
        }
        return new Ruling(new Members(present.minus(id), removed.plus(id)), MemberVerdict.DONE);
    }

    private Ruling keepOnly(long id) {
        MemberInfo kept = present.get(id);
        if (kept == null) {
            return refused(absence(id));
        }
        List<Long> others =
                present.keySet().stream().filter(other -> other != id).toList();
        return new Ruling(of(List.of(kept), List.copyOf(removed.plusAll(others))), MemberVerdict.DONE);
    }

    private MemberVerdict absence(long id) {
        return removed.contains(id) ? MemberVerdict.REMOVED : MemberVerdict.UNKNOWN;
    }

    // Whoever has published a name was started.
    private long started(long without) {
        return present.values().stream()
                .filter(member -> member.id() != without && !member.name().isEmpty())
                .count();
    }

    private boolean isTaken(List<String> peerUrls, long byOtherThan) {
        return present.values().stream()
                .filter(member -> member.id() != byOtherThan)
                .anyMatch(member -> member.peerUrls().stream().anyMatch(peerUrls::contains));
    }

    private Ruling refused(MemberVerdict verdict) {
        return new Ruling(this, verdict);
    }

    private Members with(MemberInfo member) {
        return new Members(present.plus(member.id(), member), removed);
    }
}
