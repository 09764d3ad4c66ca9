package io.muster.bench.fuzz;

/// One place where the two answers to an operation differ.
///
/// @param field for instance `status`, `X-Etcd-Index` or `node.ttl`; elements of listings are `node.nodes.KEY.ttl`
/// @param ours what our server has there; empty where the field is absent
/// @param reference what the other has
record Difference(Step.Request operation, String field, String ours, String reference) {
    @Override
    public String toString() {
        return field + ": ours " + shown(ours) + ", etcd " + shown(reference);
    }

    private static String shown(String value) {
        return value.isEmpty() ? "absent" : value;
    }
}
