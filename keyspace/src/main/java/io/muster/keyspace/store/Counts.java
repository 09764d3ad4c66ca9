package io.muster.keyspace.store;

import io.muster.keyspace.Action;
import java.util.Map;

/// How often each operation was asked of one store since it was made, by what it asked for: a [Action#SET] that is
/// refused counts as a set. What a member applies again when it comes back counts again; what came to it in a snapshot
/// does not count.
///
/// @param succeeded every action, those that did not occur with 0
/// @param failed as `succeeded`
/// @param recursiveReads those among the reads that succeeded
/// @param recursiveReadsFailed those among the reads that failed
/// @param watchRequests how many watches were asked for, those refused or answered at once among them
/// @param watches how many wait now
public record Counts(
        Map<Action, Long> succeeded,
        Map<Action, Long> failed,
        long recursiveReads,
        long recursiveReadsFailed,
        long watchRequests,
        int watches) {
    public Counts {
        succeeded = Map.copyOf(succeeded);
        failed = Map.copyOf(failed);
    }
}
