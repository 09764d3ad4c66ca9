/// How a server carries many watches at once: a crowd of clients in a process of its own, and what the server's process
/// shows meanwhile. Knows servers only by the v2 API and by what the system tells of a process.
@NullMarked
package io.muster.bench.watch;

import org.jspecify.annotations.NullMarked;
