/// Tests of the conversion of network configurations.
@NullMarked
package io.muster.agent.netconf;

import org.jspecify.annotations.NullMarked;
