package io.muster.keyspace.wire;

/// The bytes given are not what they should be: cut, changed, of another format, or something else altogether.
public final class MalformedBytesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MalformedBytesException(String message) {
        super(message);
    }

    public MalformedBytesException(String message, Throwable cause) {
        super(message, cause);
    }
}
