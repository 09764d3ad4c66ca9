/// Tests of the agent through its commands.
@NullMarked
package io.muster.agent;

import org.jspecify.annotations.NullMarked;
