/// Tests of the datasources against small servers and folders.
@NullMarked
package io.muster.agent.datasource;

import org.jspecify.annotations.NullMarked;
