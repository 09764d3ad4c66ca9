/// The service as its clients see it: paths, answers, counters.
@NullMarked
package io.muster.discovery.http;

import org.jspecify.annotations.NullMarked;
