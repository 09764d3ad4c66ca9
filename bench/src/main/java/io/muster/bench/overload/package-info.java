/// What normal clients feel of a server that others flood. It knows the server by its port only.
@NullMarked
package io.muster.bench.overload;

import org.jspecify.annotations.NullMarked;
