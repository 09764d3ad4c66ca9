package io.muster.etcdctl;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/// The syntaxes of exported files. A document is a text or a mapping from names to documents; numbers and truth values
/// count as the text they are written as.
enum DocumentFormat {
    JSON {
        @Override
        Object read(String text) {
            JsonFactory factory = JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
            try (JsonParser json = factory.createParser(text)) {
                json.nextToken();
                Object said = value(json);
                if (json.nextToken() != null) {
                    throw fault(json, "there is something after the end");
                }
                return said;
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        "line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        String write(Object said) {
            StringWriter text = new StringWriter();
            try (JsonGenerator json = new JsonFactory().createGenerator(text).useDefaultPrettyPrinter()) {
                generate(json, said);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return text + "\n";
        }
    },
    YAML {
        @Override
        Object read(String text) {
            try {
                Node root = new Yaml().compose(new StringReader(text));
                if (root == null) {
                    throw new IllegalArgumentException("there is nothing in it");
                }
                return value(root, Collections.newSetFromMap(new IdentityHashMap<>()));
            } catch (YAMLException e) {
                throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        String write(Object said) {
            DumperOptions options = new DumperOptions();
            options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
            options.setSplitLines(false);
            return new Yaml(options).dump(said);
        }
    };

    /// What the text says.
    ///
    /// @throws IllegalArgumentException with line and reason when it says nothing that could be meant
    abstract Object read(String text);

    /// The text that says this.
    abstract String write(Object said);

    /// The format asked for, else the one that the file's name ends in, else JSON.
    static DocumentFormat of(String asked, String file) throws Stop {
        String name = asked.isEmpty() ? file.substring(file.lastIndexOf('.') + 1) : asked;
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "yaml", "yml" -> YAML;
            case "json" -> JSON;
            default -> {
                if (!asked.isEmpty()) {
                    throw new Stop(ExitCode.BAD_ARGUMENTS, "no such format: " + asked + "; give json or yaml");
                }
                yield JSON;
            }
        };
    }

    private static Object value(JsonParser json) throws IOException {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> mapping = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                mapping.put(name, value(json));
            }
            return mapping;
        }
        if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw fault(json, "neither a text nor a mapping");
        }
        return json.getText();
    }

    private static IllegalArgumentException fault(JsonParser json, String what) {
        return new IllegalArgumentException(
                "line " + json.currentTokenLocation().getLineNr() + ": " + what);
    }

    private static void generate(JsonGenerator json, Object said) throws IOException {
        switch (said) {
            case Map<?, ?> mapping -> {
                json.writeStartObject();
                for (Map.Entry<?, ?> member : mapping.entrySet()) {
                    json.writeFieldName(String.valueOf(member.getKey()));
                    generate(json, member.getValue());
                }
                json.writeEndObject();
            }
            case Long number -> json.writeNumber(number);
            default -> json.writeString(String.valueOf(said));
        }
    }

    // Each node once: an alias would let a short text stand for a tree without end.
    private static Object value(Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            throw fault(node.getStartMark(), "aliases are not understood; write it out");
        }
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            return scalar.getValue();
        }
        if (!(node instanceof MappingNode mapping)) {
            throw fault(node.getStartMark(), "neither a text nor a mapping; write '' for an empty text");
        }
        Map<String, Object> said = new LinkedHashMap<>();
        for (NodeTuple member : mapping.getValue()) {
            if (!(member.getKeyNode() instanceof ScalarNode name)) {
                throw fault(member.getKeyNode().getStartMark(), "the name of a key is a text");
            }
            if (said.put(name.getValue(), value(member.getValueNode(), seen)) != null) {
                throw fault(name.getStartMark(), "'" + name.getValue() + "' is there twice");
            }
        }
        return said;
    }

    private static IllegalArgumentException fault(Mark mark, String what) {
        return new IllegalArgumentException("line " + (mark.getLine() + 1) + ": " + what);
    }
}
