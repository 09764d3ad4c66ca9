package io.muster.agent;

/// The agent cannot do what it was asked, for a reason the user can do something about: the message names the value
/// and the remedy.
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
