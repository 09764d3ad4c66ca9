package io.muster.agent;

import io.muster.agent.datasource.Datasource;
import io.muster.agent.datasource.FetchFailed;
import io.muster.agent.datasource.Metadata;
import io.muster.cloudconfig.UserData;
import java.util.Optional;

/// What a datasource handed out.
///
/// @param trouble why there is no user-data although there should be
record Fetched(UserData data, Metadata metadata, Optional<String> trouble) {
    /// User-data that cannot be had leaves the meta-data standing; without that, nothing is known of the machine.
    static Fetched from(Datasource source) throws Refusal, InterruptedException {
        UserData data = new UserData.Nothing();
        Optional<String> trouble = Optional.empty();
        try {
            data = UserData.recognise(source.userData());
        } catch (FetchFailed e) {
            trouble = Optional.ofNullable(e.getMessage());
        }
        try {
            return new Fetched(data, source.metadata(), trouble);
        } catch (FetchFailed e) {
            throw new Refusal("the meta-data cannot be had, so nothing was changed: " + e.getMessage(), e);
        }
    }
}
