package io.muster.keyspace.store;

import io.muster.keyspace.Action;
import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last events of the whole store, one slot for every index. Guarded by the [WatchHub]'s lock.
final class EventHistory {
    private final @Nullable Slot[] ring;
    private int size;
    private long lastIndex;

    EventHistory(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("history size must be at least 1, not " + capacity);
        }
        ring = new Slot[capacity];
    }

    /// Adds the slot of the index after the last one.
    void add(Slot slot) {
        if (slot.index() != lastIndex + 1) {
            throw new IllegalStateException("history ends at " + lastIndex + ", cannot add " + slot.index());
        }
        lastIndex = slot.index();
        ring[place(lastIndex)] = slot;
        size = Math.min(size + 1, ring.length);
    }

    long lastIndex() {
        return lastIndex;
    }

    /// The oldest index remembered; the one after the last when nothing is.
    long oldestIndex() {
        return lastIndex - size + 1;
    }

    /// The first event at or after `follow.sinceIndex()`, which must not be older than the oldest, that answers it.
    @Nullable
    Event scan(Follow follow) {
        if (Long.compareUnsigned(follow.sinceIndex(), lastIndex) > 0) {
            return null;
        }
        for (long index = follow.sinceIndex(); index <= lastIndex; index++) {
            Slot slot = ring[place(index)];
            Event event = slot == null ? null : slot.event();
            if (event != null && answers(event, follow)) {
                return event;
            }
        }
        return null;
    }

    List<Slot> slots() {
        List<Slot> slots = new ArrayList<>(size);
        for (long index = oldestIndex(); index <= lastIndex; index++) {
            Slot slot = ring[place(index)];
            if (slot != null) {
                slots.add(slot);
            }
        }
        return slots;
    }

    /// Becomes what another history was when its last index was `last`; keeps the newest slots there is room for.
    void restore(List<Slot> slots, long last) {
        size = 0;
        lastIndex = slots.isEmpty() ? last : slots.getFirst().index() - 1;
        slots.forEach(this::add);
        if (lastIndex != last) {
            throw new IllegalArgumentException("history ends at " + lastIndex + ", the store at " + last);
        }
    }

    // Differs from the hub's rule on purpose, as the original does: hidden keys are not skipped, and the removal of
    // a directory answers every path that merely starts with the same characters.
    private static boolean answers(Event event, Follow follow) {
        String changed = event.node().key().path();
        String watched = follow.key().path();
        if (changed.equals(watched) || (follow.recursive() && event.node().key().isAtOrBelow(follow.key()))) {
            return true;
        }
        return (event.action() == Action.DELETE || event.action() == Action.EXPIRE)
                && event.prevNode() != null
                && event.prevNode().dir()
                && watched.startsWith(changed);
    }

    private int place(long index) {
        return (int) Long.remainderUnsigned(index, ring.length);
    }
}
