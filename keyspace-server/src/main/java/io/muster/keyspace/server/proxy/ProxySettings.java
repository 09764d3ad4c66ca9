package io.muster.keyspace.server.proxy;

import java.time.Duration;

/// How to stand in front of a cluster.
///
/// @param readonly refuse everything but GET
/// @param failureWait how long an endpoint is left alone after a failure
/// @param refreshInterval how long between two looks at the members
/// @param dialTimeout how long connecting may take
/// @param writeTimeout how long a member may not take what is sent; zero for any time
/// @param readTimeout how long a member may be silent, a watch not being an exception; zero for any time
public record ProxySettings(
        boolean readonly,
        Duration failureWait,
        Duration refreshInterval,
        Duration dialTimeout,
        Duration writeTimeout,
        Duration readTimeout) {}
