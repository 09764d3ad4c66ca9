/// Tests of the fault harness' own judgement: histories it must accept, and those it must not.
@NullMarked
package io.muster.bench.chaos;

import org.jspecify.annotations.NullMarked;
