/// The fault harness: real members, a network and disks that fail on purpose, clients that remember everything, and
/// checks of what they remember. Knows the members by their command line, HTTP and the format of a log segment, and
/// imports nothing of the servers.
///
/// [Chaos] runs it. [Arena] is what faults can touch, each [Fault] is one way to touch it, [History] is what the
/// clients of [Load] saw, [LinearizabilityCheck] and [WatchCheck] judge it, [Report] counts.
@NullMarked
package io.muster.bench.chaos;

import org.jspecify.annotations.NullMarked;
