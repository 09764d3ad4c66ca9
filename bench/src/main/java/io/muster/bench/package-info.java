/// Runs the shipped image from the outside, as a user does: the demo, the benchmarks, and the processes and clusters
/// that the tests of the image start. Knows the programs by their names in `bin/` and their answers by HTTP; imports
/// nothing of the servers.
@NullMarked
package io.muster.bench;

import org.jspecify.annotations.NullMarked;
