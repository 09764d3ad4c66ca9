package io.muster.keyspace.server.raft;

import io.muster.keyspace.Command;
import io.muster.keyspace.Keyspace;
import io.muster.keyspace.store.Store;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/// Proposes, on the leader, to remove what is due. It is the entry's time that decides on every member what that is;
/// this clock only tells when it is worth asking, so that an idle keyspace writes nothing.
final class ExpiryTimer {
    private final Store store;
    private final Keyspace keyspace;
    private final InstantSource clock;
    private final BooleanSupplier leading;
    private volatile boolean underWay;

    ExpiryTimer(Store store, Keyspace keyspace, InstantSource clock, BooleanSupplier leading) {
        this.store = store;
        this.keyspace = keyspace;
        this.clock = clock;
        this.leading = leading;
    }

    /// To be called at least twice a second, which is how often the original looks.
    void tick() {
        boolean due = store.nextExpiry()
                .filter(moment -> !moment.isAfter(clock.instant()))
                .isPresent();
        if (due && !underWay && leading.getAsBoolean()) {
            underWay = true;
            var _ = keyspace.submit(new Command.Expire()).whenComplete((_, _) -> underWay = false);
        }
    }
}
