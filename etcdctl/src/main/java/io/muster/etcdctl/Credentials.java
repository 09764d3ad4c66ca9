package io.muster.etcdctl;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Who asks. Never printed.
record Credentials(String user, String password) {
    /// The value of an `Authorization` header.
    String header() {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
        return "Credentials[" + user + "]";
    }
}
