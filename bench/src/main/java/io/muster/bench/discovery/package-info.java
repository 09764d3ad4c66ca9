/// The discovery service measured, beside the original.
@NullMarked
package io.muster.bench.discovery;

import org.jspecify.annotations.NullMarked;
