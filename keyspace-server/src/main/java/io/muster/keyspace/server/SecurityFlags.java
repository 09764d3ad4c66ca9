package io.muster.keyspace.server;

import io.muster.keyspace.server.tls.TlsFiles;
import io.muster.keyspace.server.tls.TlsSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads what the flags say about TLS, which come in two sets: for clients, and with `peer-` in front for members.
/// Warnings and refusals are the original's. Source: `security.md` of etcd 2.3.
///
/// @param faults takes what contradicts each other
record SecurityFlags(FlagValues values, List<String> faults) {
    TlsSettings clients(List<Endpoint> listen) {
        return read("client", "", listen);
    }

    TlsSettings peers(List<Endpoint> listen) {
        return read("peer", "peer-", listen);
    }

    private TlsSettings read(String kind, String prefix, List<Endpoint> listen) {
        Path certificate = path(prefix + "cert-file");
        Path key = path(prefix + "key-file");
        Path bygone = path(prefix + "ca-file");
        Path authorities = path(prefix + "trusted-ca-file");
        String pair = "--" + prefix + "cert-file and --" + prefix + "key-file";
        if ((certificate == null) != (key == null)) {
            faults.add(pair + " go together; set both or none");
            return TlsSettings.NONE;
        }
        if (bygone != null) {
            values.warn("--" + prefix + "ca-file is deprecated; use --" + prefix + "trusted-ca-file with --" + prefix
                    + "client-cert-auth");
        }
        boolean demanding = values.isOn(prefix + "client-cert-auth") || bygone != null;
        boolean selfSigned = values.isOn(prefix + "auto-tls") && certificate == null;
        for (Endpoint endpoint : listen) {
            if (endpoint.secure() && certificate == null && !selfSigned) {
                faults.add("cannot listen on TLS for " + endpoint + ": KeyFile and CertFile are not presented; set "
                        + pair + ", or --" + prefix + "auto-tls for a trial");
            }
            String plain = "The scheme of " + kind + " url " + endpoint + " is HTTP while " + kind;
            if (!endpoint.secure() && certificate != null) {
                values.warn(plain + " key/cert files are presented. Ignored " + kind + " key/cert files.");
            }
            if (!endpoint.secure() && demanding) {
                values.warn(plain + " cert auth (--" + prefix + "client-cert-auth) is enabled. Ignored " + kind
                        + " cert auth for this url.");
            }
        }
        List<Path> trusted =
                Stream.of(bygone, authorities).filter(Objects::nonNull).toList();
        if (demanding && trusted.isEmpty()) {
            values.warn("--" + prefix + "client-cert-auth without --" + prefix + "trusted-ca-file lets in whoever has a"
                    + " certificate of any public authority");
        }
        return new TlsSettings(
                certificate == null && trusted.isEmpty() ? null : new TlsFiles(certificate, key, trusted),
                demanding,
                selfSigned);
    }

    private @Nullable Path path(String flag) {
        String text = values.text(flag);
        try {
            return text.isEmpty() ? null : Path.of(text);
        } catch (InvalidPathException e) {
            faults.add("--" + flag + "=" + text + " is not a path: " + e.getReason());
            return null;
        }
    }
}
