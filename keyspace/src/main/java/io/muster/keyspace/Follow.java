package io.muster.keyspace;

/// A request to be told of changes (`wait=true`).
///
/// @param recursive changes below the key count, too
/// @param stream go on after the first event
/// @param sinceIndex the first index of interest, unsigned; 0 means from now on
public record Follow(Key key, boolean recursive, boolean stream, long sinceIndex) {}
