package io.muster.discovery;

/// The registry did not confirm a change, which may have been made or not.
final class RegistryUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    RegistryUnavailable(String reason) {
        super(reason);
    }

    RegistryUnavailable(String reason, Throwable cause) {
        super(reason, cause);
    }
}
