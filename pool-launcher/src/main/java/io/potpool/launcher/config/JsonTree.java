package io.potpool.launcher.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/** Parses JSON with comments and trailing commas into values that know their lines. */
final class JsonTree {

    private static final int MAX_DEPTH = 20;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_YAML_COMMENTS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100)
                    .build())
            .build();

    private final JsonParser in;
    private final Findings findings;

    private JsonTree(JsonParser in, Findings findings) {
        this.in = in;
        this.findings = findings;
    }

    /** Returns the root object, or empty with an error found. */
    static Optional<Value.Obj> parse(String text, Findings findings) {
        try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return parse(in, findings);
        } catch (JacksonException e) {
            findings.error(1, "", "not valid JSON: " + e.getOriginalMessage());
            return Optional.empty();
        }
    }

    private static Optional<Value.Obj> parse(JsonParser in, Findings findings) {
        try {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                findings.error(1, "", "a config is one JSON object: it begins with {");
                return Optional.empty();
            }
            Value.Obj root = new JsonTree(in, findings).object("");
            if (in.nextToken() != null) {
                findings.error(line(in), "", "there is more after the object's closing }");
            }
            return Optional.of(root);
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation() == null ? in.currentLocation() : e.getLocation();
            findings.error(Math.max(1, place.getLineNr()), "", "not valid JSON: " + e.getOriginalMessage());
            return Optional.empty();
        }
    }

    private static int line(JsonParser in) {
        return in.currentTokenLocation().getLineNr();
    }

    private Value value(String path) {
        int line = line(in);
        return switch (in.currentToken()) {
            case START_OBJECT -> object(path);
            case START_ARRAY -> array(path);
            case VALUE_STRING -> new Value.Text(line, in.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(line, path);
            case VALUE_TRUE -> new Value.Bool(line, true);
            case VALUE_FALSE -> new Value.Bool(line, false);
            default -> new Value.Null(line);
        };
    }

    /** Some exponents escape the parser's own bounds as other exceptions. */
    private Value number(int line, String path) {
        try {
            return new Value.Num(line, in.getDecimalValue());
        } catch (NumberFormatException | ArithmeticException e) {
            findings.error(line, path, "is not a number that fits here");
            return new Value.Null(line);
        }
    }

    private Value.Obj object(String path) {
        int line = line(in);
        Map<String, Value> members = new LinkedHashMap<>();
        while (in.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = in.currentName();
            int keyLine = line(in);
            in.nextToken();
            String place = path.isEmpty() ? key : path + "." + key;
            Value former = members.put(key, value(place));
            if (former != null) {
                findings.warning(
                        keyLine, place, "given before on line " + former.line() + "; this one, the last, counts");
            }
        }
        return new Value.Obj(line, members);
    }

    private Value.Arr array(String path) {
        int line = line(in);
        List<Value> items = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(path + "[" + items.size() + "]"));
        }
        return new Value.Arr(line, items);
    }
}
