/// Where tokens are kept: in a member of the server's own, or in an external etcd.
@NullMarked
package io.muster.discovery.backend;

import org.jspecify.annotations.NullMarked;
