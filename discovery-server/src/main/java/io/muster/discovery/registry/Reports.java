package io.muster.discovery.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.muster.discovery.registry.TokenView.BootReport;
import io.muster.keyspace.Command;
import io.muster.keyspace.Event;
import io.muster.keyspace.Node;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What nodes told of their boots, one text for each registration; a later one takes the place of the one before.
///
/// Every method waits for the keyspace.
///
/// @param asking the keyspace
public record Reports(Asking asking) {
    /// The longest text that is kept, in UTF-8 bytes.
    public static final int BYTES_MAX = 16 << 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    private record Text(long received, String text) {}

    /// Keeps a report.
    ///
    /// @param id what the node registered under
    /// @return false when nothing is registered under that id
    public boolean put(Token token, String id, String text, Instant received) throws RegistryUnavailable {
        if (asking.find(token.directory().child(id)).isEmpty()) {
            return false;
        }
        try {
            String value = JSON.writeValueAsString(new Text(received.toEpochMilli(), text));
            asking.make(new Command.Set(token.reports().child(id), false, value, null, false));
            return true;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report that cannot be written", e);
        }
    }

    /// The report under an id.
    public Optional<BootReport> find(Token token, String id) throws RegistryUnavailable {
        return asking.find(token.reports().child(id)).map(event -> read(event.node()));
    }

    Map<String, BootReport> of(Token token) throws RegistryUnavailable {
        Map<String, BootReport> reports = new HashMap<>();
        Optional<Event> listing = asking.find(token.reports());
        if (listing.isPresent()) {
            listing.get().node().nodes().forEach(node -> reports.put(node.key().name(), read(node)));
        }
        return reports;
    }

    void remove(Token token) throws RegistryUnavailable {
        asking.remove(token.reports());
    }

    private static BootReport read(Node node) {
        try {
            Text text = JSON.readValue(node.value(), Text.class);
            return new BootReport(Instant.ofEpochMilli(text.received()), text.text());
        } catch (JsonProcessingException e) {
            return new BootReport(Instant.EPOCH, String.valueOf(node.value()));
        }
    }
}
