package io.muster.discovery.page;

import io.muster.discovery.http.Metrics;
import io.muster.discovery.registry.ClusterSize;
import io.muster.discovery.registry.Registry;
import io.muster.discovery.registry.RegistryUnavailable;
import io.muster.discovery.registry.Token;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.FormFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a token for somebody who sent the form, and leads to its page.
///
/// @param permissive take sizes that no cluster can have
/// @param metrics told how each ended
public record NewTokenForm(Registry registry, boolean permissive, Metrics metrics) {
    private static final Logger LOG = LoggerFactory.getLogger(NewTokenForm.class);
    private static final int FIELDS_MAX = 20;
    private static final int BYTES_MAX = 4 << 10;

    /// Waits for the form, and for the registry.
    void answer(Request request, Pages pages, String base, Response response, Callback callback)
            throws RegistryUnavailable {
        Request.addCompletionListener(request, _ -> metrics.countNew(response.getStatus(), request.getMethod()));
        Fields fields = fields(request);
        String size = Optional.ofNullable(fields.getValue("size")).orElse("");
        ClusterSize parsed;
        try {
            parsed = ClusterSize.parse(size, permissive);
        } catch (ClusterSize.Refused refused) {
            String text = pages.home(base, size, "“" + size + "” will not do: a cluster has 1 to 100 members.");
            Html.answer(400, text, response, callback);
            return;
        }
        Registry.GivenOut given = made(parsed, "true".equals(fields.getValue("secret")));
        LOG.info("New cluster created {} size={}", given.forPeople().orElse(given.forNodes()), parsed);
        Optional<Token> shown = given.forPeople();
        if (shown.isPresent()) {
            Html.answer(200, pages.made(given, shown.get(), base), response, callback);
            return;
        }
        // So that a page loaded again does not make another one.
        response.setStatus(303);
        response.getHeaders().put(HttpHeader.LOCATION, "/" + given.forNodes());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, null, callback);
    }

    private static Fields fields(Request request) {
        Fields fields = new Fields(true);
        try {
            if (request.getMethod().equals("POST")) {
                fields.addAll(FormFields.getFields(request, FIELDS_MAX, BYTES_MAX));
            }
            if (fields.getValue("size") == null) {
                fields.addAll(Request.extractQueryParameters(request));
            }
        } catch (RuntimeException e) {
            LOG.debug("a form that cannot be read counts as empty", e);
        }
        return fields;
    }

    private Registry.GivenOut made(ClusterSize size, boolean secret) throws RegistryUnavailable {
        try {
            return registry.create(size, secret).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RegistryUnavailable unavailable) {
                throw unavailable;
            }
            throw e;
        }
    }
}
