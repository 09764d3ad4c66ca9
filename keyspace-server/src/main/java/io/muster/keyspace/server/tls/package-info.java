/// TLS for every port and every client of ours: PEM files, what is made of them, and their replacement without a
// restart.
///
/// It knows Jetty, but none of the other rooms.
@NullMarked
package io.muster.keyspace.server.tls;

import org.jspecify.annotations.NullMarked;
