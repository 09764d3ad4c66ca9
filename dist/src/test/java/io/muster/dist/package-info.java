/// Runs the image as a user does: launchers, real processes, SIGKILL, and the originals as clients and peers.
@NullMarked
package io.muster.dist;

import org.jspecify.annotations.NullMarked;
