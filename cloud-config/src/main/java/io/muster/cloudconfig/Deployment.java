package io.muster.cloudconfig;

import org.jspecify.annotations.Nullable;

/// What is known of the machines that a document is meant for.
///
/// @param addresses null where the document is checked away from its machine
/// @param machines how many boot from it, null when not known
/// @param tokenSize for how many members its discovery token was made, null when not known
public record Deployment(
        @Nullable Addresses addresses,
        @Nullable Integer machines,
        @Nullable Integer tokenSize) {
    /// Nothing known.
    public static final Deployment UNKNOWN = new Deployment(null, null, null);
}
