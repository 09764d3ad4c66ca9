package io.muster.keyspace.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.muster.keyspace.Action;
import io.muster.keyspace.Command;
import io.muster.keyspace.Condition;
import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import io.muster.keyspace.Read;
import io.muster.keyspace.Watch;
import io.muster.keyspace.wire.CountsJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountsTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Key A = Key.of("/a");
    private static final Key MISSING = Key.of("/missing");
    private static final Condition WAS_1 = new Condition("1", 0);

    private final Store store = new Store(Store.DEFAULT_HISTORY_SIZE);

    @Test
    void everyOperationCountsByWhatItAskedFor() {
        apply(new Command.Set(A, false, "1", null, false));
        apply(new Command.Set(Key.ROOT, false, "1", null, false));
        apply(new Command.Create(A, false, "1", null));
        apply(new Command.Create(Key.of("/b"), false, "1", null));
        apply(new Command.CreateInOrder(Key.of("/queue"), false, "1", null));
        apply(new Command.Update(A, false, "1", null, false));
        apply(new Command.Update(MISSING, false, "1", null, false));
        apply(new Command.CompareAndSwap(A, "2", null, WAS_1, false));
        apply(new Command.CompareAndSwap(A, "2", null, WAS_1, false));
        apply(new Command.CompareAndDelete(A, WAS_1));
        apply(new Command.CompareAndDelete(Key.of("/b"), WAS_1));
        apply(new Command.Delete(A, false, false));
        apply(new Command.Delete(A, false, false));
        store.get(new Read(Key.ROOT, false, false, Read.Consistency.LOCAL), START);
        store.get(new Read(MISSING, false, false, Read.Consistency.LOCAL), START);

        assertEquals(
                "{\"getsSuccess\":1,\"getsFail\":1,\"setsSuccess\":1,\"setsFail\":1,"
                        + "\"deleteSuccess\":1,\"deleteFail\":1,\"updateSuccess\":1,\"updateFail\":1,"
                        + "\"createSuccess\":2,\"createFail\":1,"
                        + "\"compareAndSwapSuccess\":1,\"compareAndSwapFail\":1,"
                        + "\"compareAndDeleteSuccess\":1,\"compareAndDeleteFail\":1,"
                        + "\"expireCount\":0,\"watchers\":0}",
                new String(CountsJson.write(store.counts()), UTF_8));
    }

    @Test
    void everyNodeThatExpiresCounts() {
        apply(new Command.Set(A, false, "1", Duration.ofSeconds(1), false));
        apply(new Command.Set(Key.of("/b"), false, "1", Duration.ofSeconds(1), false));
        store.apply(new Entry(START.plusSeconds(2), List.of(new Command.Expire())));

        assertEquals(2, store.counts().succeeded().get(Action.EXPIRE));
    }

    @Test
    void onlyWatchesThatWaitCount() {
        watch(new Follow(A, false, false, 0));
        watch(new Follow(A, false, true, 0));
        assertEquals(2, store.counts().watches());

        apply(new Command.Set(A, false, "1", null, false));
        assertEquals(1, store.counts().watches());
    }

    private void apply(Command command) {
        store.apply(new Entry(START, List.of(command)));
    }

    private void watch(Follow follow) {
        Watch watch = store.watch(follow, new Watch.Listener() {
            @Override
            public void onEvent(Event event) {}

            @Override
            public void onClosed(String reason) {}
        });
        assertInstanceOf(Watch.Begun.class, watch);
    }
}
