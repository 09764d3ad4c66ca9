package io.muster.keyspace.wire;

import io.muster.keyspace.Action;
import io.muster.keyspace.store.Counts;
import java.util.Map;

/// The body of `/v2/stats/store`, without a newline. Source: `api.md` of etcd 2.3.
public final class CountsJson {
    private CountsJson() {}

    public static byte[] write(Counts counts) {
        JsonWriter json = new JsonWriter().open();
        operation(json, counts, "gets", Action.GET);
        operation(json, counts, "sets", Action.SET);
        operation(json, counts, "delete", Action.DELETE);
        operation(json, counts, "update", Action.UPDATE);
        operation(json, counts, "create", Action.CREATE);
        operation(json, counts, "compareAndSwap", Action.COMPARE_AND_SWAP);
        operation(json, counts, "compareAndDelete", Action.COMPARE_AND_DELETE);
        return json.member("expireCount", of(counts.succeeded(), Action.EXPIRE))
                .member("watchers", counts.watches())
                .close()
                .toByteArray();
    }

    private static void operation(JsonWriter json, Counts counts, String name, Action action) {
        json.member(name + "Success", of(counts.succeeded(), action))
                .member(name + "Fail", of(counts.failed(), action));
    }

    private static long of(Map<Action, Long> counts, Action action) {
        return counts.getOrDefault(action, 0L);
    }
}
