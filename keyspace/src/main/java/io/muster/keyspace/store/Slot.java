package io.muster.keyspace.store;

import io.muster.keyspace.Event;
import org.jspecify.annotations.Nullable;

/// One index's place in the history.
///
/// @param event what happened; null when the index was used up by something nobody is told of
public record Slot(long index, @Nullable Event event) {}
