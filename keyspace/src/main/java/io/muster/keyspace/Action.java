package io.muster.keyspace;

/// What happened to a node, as the `action` field of an event names it.
public enum Action {
    GET("get"),
    CREATE("create"),
    SET("set"),
    UPDATE("update"),
    DELETE("delete"),
    COMPARE_AND_SWAP("compareAndSwap"),
    COMPARE_AND_DELETE("compareAndDelete"),
    EXPIRE("expire");

    private final String word;

    Action(String word) {
        this.word = word;
    }

    /// The protocol's word.
    public String word() {
        return word;
    }
}
