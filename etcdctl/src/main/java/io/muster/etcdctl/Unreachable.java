package io.muster.etcdctl;

import java.io.IOException;

/// No connection to a member came about: it has seen nothing of the request.
final class Unreachable extends IOException {
    Unreachable(String message) {
        super(message);
    }
}
