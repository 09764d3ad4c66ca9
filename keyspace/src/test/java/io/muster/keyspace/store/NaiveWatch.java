package io.muster.keyspace.store;

import io.muster.keyspace.Action;
import io.muster.keyspace.Event;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Key;
import java.util.ArrayList;
import java.util.List;

/// A watch as the specification words it: asked of every event whether, and how often, it concerns this watch.
final class NaiveWatch {
    private final Follow follow;
    private final List<String> heard = new ArrayList<>();
    private boolean ended;

    /// @param past what happened since the oldest index remembered
    NaiveWatch(Follow follow, List<NaiveKeyspace.Happening> past) {
        this.follow = follow;
        if (follow.sinceIndex() != 0) {
            past.stream()
                    .filter(h -> h.event().index() >= follow.sinceIndex() && answersLate(h))
                    .findFirst()
                    .ifPresent(h -> {
                        hear(h.event());
                        end("answered from history");
                    });
        }
    }

    List<String> heard() {
        return heard;
    }

    void offer(NaiveKeyspace.Happening happening) {
        Event event = happening.event();
        if (happening.silent() || event.index() < follow.sinceIndex()) {
            return;
        }
        for (int times = times(happening); times > 0 && !ended; times--) {
            hear(event);
            if (!follow.stream()) {
                end("answered");
            }
        }
    }

    private int times(NaiveKeyspace.Happening happening) {
        Key changed = happening.event().node().key();
        Key watched = follow.key();
        boolean removal = happening.event().node().value() == null
                && happening.event().action() != Action.CREATE
                && happening.event().action() != Action.SET
                && happening.event().action() != Action.UPDATE;
        if (changed.equals(watched)) {
            return removal ? 2 : 1;
        }
        if (watched.isAtOrBelow(changed)) {
            return removal && happening.before().contains(watched) ? 1 : 0;
        }
        boolean above = follow.recursive() && changed.isAtOrBelow(watched);
        return above
                        && changed.segments().stream()
                                .skip(watched.segments().size())
                                .noneMatch(segment -> segment.startsWith("_"))
                ? 1
                : 0;
    }

    private boolean answersLate(NaiveKeyspace.Happening happening) {
        Event event = happening.event();
        Key changed = event.node().key();
        if (happening.silent()) {
            return false;
        }
        boolean directoryGone = (event.action() == Action.DELETE || event.action() == Action.EXPIRE)
                && event.prevNode() != null
                && event.prevNode().dir();
        return changed.equals(follow.key())
                || (follow.recursive() && changed.isAtOrBelow(follow.key()))
                || (directoryGone && follow.key().path().startsWith(changed.path()));
    }

    private void hear(Event event) {
        heard.add(event.toString());
    }

    private void end(String reason) {
        ended = true;
        heard.add(reason);
    }
}
