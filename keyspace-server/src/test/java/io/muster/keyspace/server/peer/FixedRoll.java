package io.muster.keyspace.server.peer;

import io.muster.keyspace.MemberInfo;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/// Members that only a test changes.
final class FixedRoll implements MemberRoll {
    final List<MemberInfo> members;
    final Set<Long> gone = new CopyOnWriteArraySet<>();
    volatile boolean toldGone;

    FixedRoll(List<MemberInfo> members) {
        this.members = new CopyOnWriteArrayList<>(members);
    }

    @Override
    public List<MemberInfo> members() {
        return members;
    }

    @Override
    public List<Long> founders() {
        return List.of(0xAL, 0xFFL);
    }

    @Override
    public boolean isGone(long id) {
        return gone.contains(id);
    }

    @Override
    public void thisMemberIsGone() {
        toldGone = true;
    }
}
