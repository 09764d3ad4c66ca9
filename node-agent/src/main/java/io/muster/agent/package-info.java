/// The node agent: brings a machine to what its user-data asks for and runs the member that it names.
///
/// The commands read user-data, let `cloudconfig` check and plan it, hand each step to a `Machine` and print what
/// came of it. Nothing here decides what a document means, and nothing but `machine` touches the system.
@NullMarked
package io.muster.agent;

import org.jspecify.annotations.NullMarked;
