package io.potpool.node;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Reads one JSON document of bounded depth and size; total for any bytes. */
final class JsonReader {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_TOKENS = 400_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .maxNameLength(256)
                    .maxNumberLength(100)
                    .maxStringLength(1 << 20)
                    .build())
            .build();

    private JsonReader() {}

    static Json read(byte[] document) throws BadValueException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), document, 0, document.length)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new BadValueException("an empty body");
            }
            Json value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new BadValueException("more than one JSON value");
            }
            return value;
        } catch (JacksonException malformed) {
            throw new BadValueException("not JSON: " + Printable.of(malformed.getOriginalMessage()));
        }
    }

    private static Json value(JsonParser parser, JsonToken token) throws BadValueException {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> items(parser);
            case VALUE_STRING -> new Json.Text(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Digits(parser.getString());
            case VALUE_TRUE -> Json.TRUE;
            case VALUE_FALSE -> Json.FALSE;
            case VALUE_NULL -> Json.NULL;
            default -> throw new BadValueException("not JSON");
        };
    }

    private static Json members(JsonParser parser) throws BadValueException {
        Map<String, Json> members = new LinkedHashMap<>();
        JsonToken token = parser.nextToken();
        while (token == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            members.put(name, value(parser, next(parser)));
            token = next(parser);
        }
        return new Json.Members(members);
    }

    private static Json items(JsonParser parser) throws BadValueException {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
            items.add(value(parser, token));
        }
        return new Json.Items(items);
    }

    private static JsonToken next(JsonParser parser) throws BadValueException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new BadValueException("JSON that ends early");
        }
        return token;
    }
}
