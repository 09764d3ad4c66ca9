package io.muster.cloudconfig;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/// The table of keys as a JSON Schema (draft 7, which editors' YAML support reads), for completion and checks while a
/// document is written.
public final class JsonSchema {
    private JsonSchema() {}

    /// The schema as a JSON document.
    public static String text() {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("$schema", "http://json-schema.org/draft-07/schema#");
            json.writeStringField("title", "CoreOS #cloud-config");
            shape(json, Schema.DOCUMENT);
            json.writeEndObject();
        });
    }

    private static void shape(JsonGenerator json, Shape shape) throws IOException {
        switch (shape) {
            case Shape.Text text -> text(json, text);
            case Shape.Flag flag -> json.writeStringField("type", "boolean");
            case Shape.Whole whole -> json.writeStringField("type", "integer");
            case Shape.Fraction fraction -> json.writeStringField("type", "number");
            case Shape.ListOf list -> {
                json.writeStringField("type", "array");
                json.writeObjectFieldStart("items");
                shape(json, list.item());
                json.writeEndObject();
            }
            case Shape.Section section -> section(json, section);
        }
    }

    /// Without a pattern any scalar will do, because text keeps its spelling: `0600`, `off`, `1.50`.
    private static void text(JsonGenerator json, Shape.Text text) throws IOException {
        Shape.Allowed allowed = text.allowed();
        if (allowed == null) {
            types(json, "string", "number", "boolean");
        } else if (allowed.values().isEmpty()) {
            types(json, "string", "integer");
            json.writeStringField("pattern", "^(" + allowed.portable() + ")?$");
        } else {
            json.writeArrayFieldStart("enum");
            for (String value : allowed.values()) {
                json.writeString(value);
            }
            // what a YAML 1.1 editor reads for a bare word that is applied as it is spelt
            Set<Boolean> flags = new LinkedHashSet<>();
            allowed.values().forEach(value -> Numbers.flag(value).ifPresent(flags::add));
            for (boolean flag : flags) {
                json.writeBoolean(flag);
            }
            json.writeEndArray();
        }
    }

    private static void types(JsonGenerator json, String... types) throws IOException {
        json.writeArrayFieldStart("type");
        for (String type : types) {
            json.writeString(type);
        }
        json.writeEndArray();
    }

    private static void section(JsonGenerator json, Shape.Section section) throws IOException {
        json.writeStringField("type", "object");
        json.writeBooleanField("additionalProperties", false);
        json.writeObjectFieldStart("properties");
        for (Key key : section.keys().values()) {
            for (String spelling : spellings(key.name())) {
                json.writeObjectFieldStart(spelling);
                Key.Deprecation deprecation = key.deprecation();
                json.writeStringField(
                        "description",
                        key.meaning() + (deprecation == null ? "" : "; deprecated: " + deprecation.why()));
                if (deprecation != null) {
                    json.writeBooleanField("deprecated", true);
                }
                shape(json, key.shape());
                json.writeEndObject();
            }
        }
        json.writeEndObject();
    }

    /// Hyphens and underscores mean the same in every key.
    private static Set<String> spellings(String name) {
        return new LinkedHashSet<>(Arrays.asList(name, name.replace('_', '-')));
    }
}
