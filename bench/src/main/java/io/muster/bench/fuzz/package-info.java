/// A differential fuzzer: the same random requests to a server of ours and to a real etcd, compared field by field.
/// Knows both by HTTP alone and imports nothing of the servers.
///
/// The two are brought to the same index before they are compared ([Levelling]), so indices, the names of in-order keys
/// and the causes of errors need no translation. A run is made of short scripts, each below a folder of its own and
// each
/// a pure function of the seed and its number, so that a script can be replayed and shrunk alone.
@NullMarked
package io.muster.bench.fuzz;

import org.jspecify.annotations.NullMarked;
