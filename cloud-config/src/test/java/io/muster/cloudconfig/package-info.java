/// Tests of cloud-config: documents in, golden text out.
@NullMarked
package io.muster.cloudconfig;

import org.jspecify.annotations.NullMarked;
