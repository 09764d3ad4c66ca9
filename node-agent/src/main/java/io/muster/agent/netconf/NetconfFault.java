package io.muster.agent.netconf;

/// A network configuration that cannot be converted: the message names the value.
public final class NetconfFault extends Exception {
    private static final long serialVersionUID = 1L;

    NetconfFault(String message) {
        super(message);
    }

    NetconfFault(String message, Throwable cause) {
        super(message, cause);
    }
}
