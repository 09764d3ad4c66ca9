package io.muster.agent.datasource;

/// One place a machine can learn from what it is to become.
public interface Datasource {
    /// What it is, for people: the kind and the address.
    String name();

    /// Whether it can be read now.
    boolean isAvailable() throws InterruptedException;

    /// Whether a source that is not there may still appear.
    default boolean mayAppear() {
        return true;
    }

    /// The user-data as it lies there, maybe compressed; empty where there is none.
    byte[] userData() throws FetchFailed, InterruptedException;

    /// What the platform says of the machine.
    default Metadata metadata() throws FetchFailed, InterruptedException {
        return Metadata.NONE;
    }
}
