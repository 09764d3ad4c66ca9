package io.muster.keyspace.server;

import io.muster.keyspace.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How the disk serves a member.
///
/// @param slow how long the log waits for it now, or did in the last ten seconds, if that is more than a second; zero
///     when all is well
/// @param freeBytes how much space is left for the log and the snapshots
/// @param refusal what writes are answered with for want of space; null when they are taken
public record DiskReport(
        Duration slow, long freeBytes, @Nullable Failure refusal) {}
