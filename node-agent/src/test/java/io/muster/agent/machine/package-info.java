/// Tests of the machine below a folder.
@NullMarked
package io.muster.agent.machine;

import org.jspecify.annotations.NullMarked;
