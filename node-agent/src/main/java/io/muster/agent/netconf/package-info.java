/// Turns the network configuration that a platform hands out into units of systemd-networkd, file for file as
/// coreos-cloudinit 1.14.0 writes them. Only computes.
@NullMarked
package io.muster.agent.netconf;

import org.jspecify.annotations.NullMarked;
