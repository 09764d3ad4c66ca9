package io.muster.discovery.registry;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.discovery.registry.TokenRecord.Claim;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The text of a [TokenRecord] in the keyspace. There may be millions: moments are milliseconds since 1970, and what is
/// absent is left out. Members that a later version added are passed over.
final class TokenRecordJson {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private TokenRecordJson() {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Text(
            long created,
            @Nullable Boolean secret,
            @Nullable Long completed,
            @Nullable Long expired,
            @Nullable Long size,
            @Nullable Map<String, ClaimText> claims) {}

    private record ClaimText(long at, String value) {}

    static String write(TokenRecord noted) {
        Map<String, ClaimText> claims = new LinkedHashMap<>();
        noted.claims()
                .forEach((id, claim) -> claims.put(id, new ClaimText(claim.at().toEpochMilli(), claim.value())));
        try {
            return JSON.writeValueAsString(new Text(
                    noted.created().toEpochMilli(),
                    noted.secret() ? true : null,
                    millis(noted.completed()),
                    millis(noted.expired()),
                    noted.size() == 0 ? null : noted.size(),
                    claims.isEmpty() ? null : claims));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that cannot be written", e);
        }
    }

    /// @throws IllegalArgumentException when the text is no record
    static TokenRecord read(String text) {
        Text read;
        try {
            read = JSON.readValue(text, Text.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("'" + text + "' is no record of a token", e);
        }
        Map<String, Claim> claims = new LinkedHashMap<>();
        if (read.claims() != null) {
            read.claims()
                    .forEach((id, claim) -> claims.put(id, new Claim(Instant.ofEpochMilli(claim.at()), claim.value())));
        }
        return new TokenRecord(
                Instant.ofEpochMilli(read.created()),
                Boolean.TRUE.equals(read.secret()),
                moment(read.completed()),
                moment(read.expired()),
                read.size() == null ? 0 : read.size(),
                claims);
    }

    private static @Nullable Long millis(@Nullable Instant moment) {
        return moment == null ? null : moment.toEpochMilli();
    }

    private static @Nullable Instant moment(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
