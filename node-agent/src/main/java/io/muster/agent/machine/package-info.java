/// The only door to a system: what it is now, as `Facts`, and the steps that change it.
///
/// `RootMachine` is a system below a folder, which nothing leaves, so a plan can be performed safely anywhere. Knows
/// the steps of `cloudconfig` and no more of documents.
@NullMarked
package io.muster.agent.machine;

import org.jspecify.annotations.NullMarked;
