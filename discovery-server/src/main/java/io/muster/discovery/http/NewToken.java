package io.muster.discovery.http;

import io.muster.discovery.edge.PublicUrl;
import io.muster.discovery.registry.ClusterSize;
import io.muster.discovery.registry.Registry;
import io.muster.keyspace.server.http.Form;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers `/new`.
///
/// @param publicUrl what the URLs of tokens begin with
/// @param permissive accept sizes that no cluster can have
record NewToken(Registry registry, PublicUrl publicUrl, boolean permissive) {
    private static final Logger LOG = LoggerFactory.getLogger(NewToken.class);

    /// @param text without a newline where it is a token's URL
    record Answer(int status, String text) {}

    /// Makes a token as the fields ask for.
    ///
    /// @param form `size`, and `secret` for a second URL by which the token can only be read
    /// @param attribute reads an attribute of the request
    CompletionStage<Answer> make(Form form, Function<String, @Nullable Object> attribute) {
        ClusterSize size;
        boolean secret;
        try {
            size = ClusterSize.parse(form.value("size"), permissive);
            secret = secret(form.value("secret"));
        } catch (ClusterSize.Refused refused) {
            return CompletableFuture.completedFuture(new Answer(400, refused.line()));
        }
        return registry.create(size, secret).handle((given, fault) -> {
            if (fault != null) {
                LOG.warn("no token given out: {}", fault.toString());
                return new Answer(400, "Unable to generate token");
            }
            LOG.info("New cluster created {} size={}", given.forPeople().orElse(given.forNodes()), size);
            String base = publicUrl.of(attribute) + "/";
            String url = base + given.forNodes();
            return new Answer(
                    200,
                    given.forPeople()
                            .map(shown -> url + "\n" + base + shown + "\n")
                            .orElse(url));
        });
    }

    // the original passes over fields that it does not know, whatever they say
    private boolean secret(String field) throws ClusterSize.Refused {
        return switch (field) {
            case "true", "1" -> true;
            case "", "false", "0" -> false;
            default -> {
                if (permissive) {
                    yield false;
                }
                throw new ClusterSize.Refused("secret=" + field + " is refused: say true or false");
            }
        };
    }
}
