package io.muster.keyspace.server.peer;

/// An address that peers cannot be listened for on. The message is one line for the operator.
public final class CannotListen extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotListen(String message, Throwable cause) {
        super(message, cause);
    }
}
