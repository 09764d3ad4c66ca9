package io.muster.keyspace.server.peer;

import io.muster.keyspace.MemberInfo;
import java.util.List;

/// Who the members are, as this one knows it now. Every method may be called from any thread and none blocks.
public interface MemberRoll {
    /// All of them, this one included.
    List<MemberInfo> members();

    /// The ids of those that founded the cluster, also of those who left it since: whoever joins starts from them.
    List<Long> founders();

    /// Whether the group agreed to remove that member, and does without it.
    boolean isGone(long id);

    /// Another member has said that this one was removed.
    void thisMemberIsGone();
}
