package io.muster.keyspace.server.raft;

import io.muster.keyspace.Command;
import io.muster.keyspace.membership.MemberChange;
import io.muster.keyspace.server.log.Identity;
import io.muster.keyspace.server.log.LogRecord;
import io.muster.keyspace.server.log.Snapshot;
import io.muster.keyspace.server.log.Storage;
import io.muster.keyspace.wire.EntryCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a member the whole of its group, when the others are lost with their data: what a running group would have to
/// agree on is written behind the end of the log. Source: `--force-new-cluster` of etcd 2.3.
///
/// Entries that nobody is known to have agreed on are kept, since some were acknowledged all the same.
public final class ForcedGroup {
    private static final Logger LOG = LoggerFactory.getLogger(ForcedGroup.class);

    private ForcedGroup() {}

    /// Does nothing to a member that has no log yet. The storage must be opened again to see what was written.
    ///
    /// @param now the time stamp of the entries, if it is later than that of those before
    public static void write(Storage storage, Instant now) throws IOException {
        Storage.Recovered recovered = storage.recovered();
        long term = recovered.vote().term();
        if (term == 0) {
            return;
        }
        Identity identity = storage.identity();
        Endpoint self = new Endpoint(identity.memberId());
        long last = recovered.entries().isEmpty()
                ? recovered
                        .snapshot()
                        .map(Snapshot::meta)
                        .map(meta -> meta.index())
                        .orElse(0L)
                : recovered.entries().getLast().index();
        LOG.warn("forcing a new cluster of member {} alone, from Raft index {} on", self, last + 1);
        GroupChange alone = new GroupChange(GroupStep.PROMOTE, self, List.of(self), List.of(self));
        storage.log().append(new LogRecord.Entry(last + 1, term, alone.encoded()));
        storage.log().append(new LogRecord.Entry(last + 2, term, farewell(identity, now)));
        storage.log().flush();
    }

    private static byte[] farewell(Identity identity, Instant now) {
        List<Command> commands = List.of(
                new Command.ChangeMembers(new MemberChange.KeepOnly(identity.memberId()), identity.members(), false));
        // Of nobody: no client waits for it.
        return Operation.Pack.of(0, 0, now, commands, ByteBuffer.wrap(EntryCodec.encodePack(commands)))
                .encoded();
    }
}
