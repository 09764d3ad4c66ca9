package io.muster.agent.machine;

/// A step that could not be done: the message names the value and the remedy.
public final class StepFailed extends Exception {
    private static final long serialVersionUID = 1L;

    public StepFailed(String message) {
        super(message);
    }

    public StepFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
