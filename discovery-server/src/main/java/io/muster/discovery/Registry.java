package io.muster.discovery;

import org.eclipse.jetty.server.Handler;

/// Where tokens and registrations are kept. Every method may be called from any thread and may block.
interface Registry extends AutoCloseable {
    /// Records a new token.
    ///
    /// @throws RegistryUnavailable when that is not certain
    void create(Token token, ClusterSize size) throws RegistryUnavailable;

    /// Forgets a token with everything below it.
    ///
    /// @throws RegistryUnavailable when that is not certain
    void remove(Token token) throws RegistryUnavailable;

    /// Serves `/v2/keys/...` on the keyspace that holds the registry. The HTTP server that takes it in starts and stops
    /// it.
    Handler keys();

    /// What and where it is, for the log.
    String about();

    @Override
    void close();
}
