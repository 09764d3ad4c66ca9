/// Where the server meets the network: what it listens at, TLS, what proxies say of their clients, limits, the access
/// log, and an orderly stop. It knows nothing of tokens.
@NullMarked
package io.muster.discovery.edge;

import org.jspecify.annotations.NullMarked;
