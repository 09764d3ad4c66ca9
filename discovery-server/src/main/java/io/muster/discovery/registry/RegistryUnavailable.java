package io.muster.discovery.registry;

/// The registry did not confirm a change, which may have been made or not.
public final class RegistryUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailable(String reason) {
        super(reason);
    }

    public RegistryUnavailable(String reason, Throwable cause) {
        super(reason, cause);
    }
}
