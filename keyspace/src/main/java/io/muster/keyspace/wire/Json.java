package io.muster.keyspace.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How JSON is walked: an object is a sequence of members handed to whoever knows their names.
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    /// Takes the value the parser stands on and leaves the parser at its end.
    interface Member {
        void take(JsonParser json, String name) throws IOException;
    }

    interface Item<T> {
        T take(JsonParser json) throws IOException;
    }

    private Json() {}

    /// @param what the thing read, for messages
    static void readObject(String what, byte[] bytes, Member member) {
        try (JsonParser json = FACTORY.createParser(bytes)) {
            json.nextToken();
            members(what, json, member);
        } catch (IOException e) {
            throw new MalformedBytesException(what + " is not the JSON expected: " + firstLine(e), e);
        }
    }

    /// Reads an object, or nothing where there is `null`. Whatever follows is not looked at, as Go's decoder does.
    static void readOptionalObject(String what, String text, Member member) {
        try (JsonParser json = FACTORY.createParser(text)) {
            if (json.nextToken() != JsonToken.VALUE_NULL) {
                members(what, json, member);
            }
        } catch (IOException e) {
            throw new MalformedBytesException(what + " is not the JSON expected: " + firstLine(e), e);
        }
    }

    static void members(String what, JsonParser json, Member member) throws IOException {
        require(what, json, JsonToken.START_OBJECT, "an object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            member.take(json, name);
        }
    }

    static <T> List<T> list(String what, JsonParser json, Item<T> item) throws IOException {
        List<T> items = new ArrayList<>();
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return items;
        }
        require(what, json, JsonToken.START_ARRAY, "a list");
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(item.take(json));
        }
        return items;
    }

    /// A string, or a number's text; null is the empty string.
    static String string(JsonParser json) throws IOException {
        String text = json.getValueAsString("");
        return text == null ? "" : text;
    }

    static long unsigned(JsonParser json) throws IOException {
        return json.getBigIntegerValue().longValue();
    }

    private static void require(String what, JsonParser json, JsonToken token, String name) {
        if (json.currentToken() != token) {
            throw new MalformedBytesException(what + " is not the JSON expected: " + name + " was due at "
                    + json.currentLocation().offsetDescription());
        }
    }

    private static String firstLine(IOException e) {
        String message = e.getMessage();
        return message == null ? e.toString() : message.lines().findFirst().orElse("");
    }
}
