package io.potpool.stratum.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one request from a parser. Unknown members are skipped; of a repeated member the last counts. */
final class RequestReader {

    private static final int MAX_ID = 64;

    private final JsonParser json;
    private final byte[] line;
    private final boolean escapes;

    private String id = "null";
    private boolean idValid = true;
    private @Nullable String method;
    private boolean methodValid = true;
    private List<Param> params = List.of();
    private Map<String, String> named = Map.of();
    private String worker = "";

    RequestReader(JsonParser json, byte[] line, int length) {
        this.json = json;
        this.line = line;
        this.escapes = hasBackslash(line, length);
    }

    Incoming read() {
        JsonToken first = json.nextToken();
        if (first == JsonToken.START_ARRAY) {
            return new Incoming.Batch();
        }
        if (first != JsonToken.START_OBJECT) {
            return new Incoming.Malformed();
        }
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            member(checked(json.currentName()));
        }
        if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
            return new Incoming.Malformed();
        }
        if (!idValid) {
            return new Incoming.BadRequest("null");
        }
        if (!methodValid) {
            return new Incoming.BadRequest(id);
        }
        return method == null ? new Incoming.Answer() : new Request(id, method, params, named, worker);
    }

    private void member(String name) {
        JsonToken value = json.nextToken();
        switch (name) {
            case "id" -> readId(value);
            case "method" -> {
                methodValid = value == JsonToken.VALUE_STRING;
                method = methodValid ? value().text() : null;
            }
            case "params" -> params(value);
            case "worker" -> {
                Param text = value();
                worker = text.kind() == Param.Kind.STRING ? text.text() : "";
            }
            default -> value();
        }
    }

    private void readId(JsonToken token) {
        switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> id = json.getString();
            case VALUE_NULL -> id = "null";
            case VALUE_STRING -> id = rawString();
            default -> {
                value();
                idValid = false;
                return;
            }
        }
        idValid = id.length() <= MAX_ID;
    }

    private String rawString() {
        int start = (int) json.currentTokenLocation().getByteOffset();
        checked(json.getString());
        int end = (int) json.currentLocation().getByteOffset();
        return new String(line, start, end - start, StandardCharsets.UTF_8);
    }

    private void params(JsonToken first) {
        named = Map.of();
        switch (first) {
            case START_ARRAY -> params = elements();
            case VALUE_STRING -> params = List.of(value());
            case START_OBJECT -> {
                params = List.of();
                named = members();
            }
            default -> {
                value();
                params = List.of();
            }
        }
    }

    private Map<String, String> members() {
        Map<String, String> all = new HashMap<>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = checked(json.currentName());
            json.nextToken();
            Param value = value();
            if (value.kind() == Param.Kind.STRING) {
                all.put(name, value.text());
            } else {
                all.remove(name);
            }
        }
        return all;
    }

    private List<Param> elements() {
        List<Param> all = new ArrayList<>(5);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            all.add(value());
        }
        return all;
    }

    /** Reads the value at the current token to its end. */
    private Param value() {
        return switch (json.currentToken()) {
            case VALUE_STRING -> new Param(Param.Kind.STRING, checked(json.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Param(Param.Kind.NUMBER, json.getString());
            case VALUE_TRUE, VALUE_FALSE -> new Param(Param.Kind.BOOLEAN, json.getString());
            case VALUE_NULL -> Param.NULL;
            case START_ARRAY, START_OBJECT -> {
                skipNested();
                yield Param.NESTED;
            }
            default -> throw new IllegalStateException("no value");
        };
    }

    private void skipNested() {
        for (int depth = 1; depth > 0; ) {
            JsonToken token = json.nextToken();
            if (token == null) {
                throw new IllegalStateException("open at the end");
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING) {
                checked(json.getString());
            } else if (token == JsonToken.PROPERTY_NAME) {
                checked(json.currentName());
            }
        }
    }

    private String checked(String text) {
        if (escapes && Utf8.hasLoneSurrogate(text)) {
            throw new IllegalStateException("a surrogate without its pair");
        }
        return text;
    }

    private static boolean hasBackslash(byte[] line, int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] == '\\') {
                return true;
            }
        }
        return false;
    }
}
