/// Pages for people: at the service's address and at each token's, for who asks with a browser. Everybody else is
/// answered as the original does.
///
/// The pages are whole without JavaScript; with it they follow what happens by server-sent events. Nothing in them
// comes
/// from elsewhere, and nothing that a node wrote is taken for markup.
@NullMarked
package io.muster.discovery.page;

import org.jspecify.annotations.NullMarked;
