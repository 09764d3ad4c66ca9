package io.muster.bench.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a server answered.
///
/// @param status 0 where it gave no answer
/// @param headers those that are compared, of the others that say who the server is only whether they are there
/// @param body one character for each byte
record Answer(int status, Map<String, String> headers, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INDEX = "X-Etcd-Index";
    private static final List<String> COMPARED = List.of("Content-Type", INDEX, "Allow", "Location");
    private static final List<String> PRESENT = List.of("X-Etcd-Cluster-Id", "X-Raft-Index", "X-Raft-Term");

    static Answer of(Reply reply, String body) {
        Map<String, String> kept = new TreeMap<>();
        COMPARED.forEach(name -> reply.header(name).ifPresent(value -> kept.put(name, value)));
        PRESENT.forEach(name -> reply.header(name).ifPresent(_ -> kept.put(name, "present")));
        return new Answer(reply.status(), kept, body);
    }

    /// The server stayed silent, or hung up.
    static Answer none(IOException reason) {
        return new Answer(0, Map.of(), reason instanceof SocketTimeoutException ? "no answer in time" : "no answer");
    }

    boolean ok() {
        return status == 200 || status == 201;
    }

    /// The index of the store; 0 where the answer has none.
    long index() {
        return Long.parseLong(headers.getOrDefault(INDEX, "0"));
    }

    /// The node the answer is about; a missing one where it has none.
    JsonNode node() {
        return json(body).map(document -> document.path("node")).orElseGet(MissingNode::getInstance);
    }

    /// A text as one JSON document, where it is one.
    static Optional<JsonNode> json(String text) {
        try {
            JsonNode document = JSON.readTree(text);
            return document.isObject() ? Optional.of(document) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return status + " " + new TreeMap<>(headers) + " " + body.strip();
    }
}
