package io.muster.agent.datasource;

/// User-data or meta-data that is not to be had: the message says what was tried.
public final class FetchFailed extends Exception {
    private static final long serialVersionUID = 1L;

    FetchFailed(String message) {
        super(message);
    }

    FetchFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
