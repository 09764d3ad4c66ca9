package io.muster.keyspace.server.tls;

import org.jspecify.annotations.Nullable;

/// What the ports of one kind were told about TLS.
///
/// @param files null when none were named
/// @param clientsShowCertificates whether to demand a certificate of whoever connects
/// @param selfSigned whether to make a certificate for a trial
public record TlsSettings(@Nullable TlsFiles files, boolean clientsShowCertificates, boolean selfSigned) {
    public static final TlsSettings NONE = new TlsSettings(null, false, false);
}
