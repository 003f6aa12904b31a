package io.potpool.testkit.node;

import io.potpool.testkit.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The recorded exchanges with a real core-geth, by their place in the file. */
final class Transcripts {

    private Transcripts() {}

    @SuppressWarnings("unchecked")
    record Entry(int index, Map<String, Object> fields) {

        String phase() {
            return (String) fields.get("phase");
        }

        String name() {
            return (String) fields.get("name");
        }

        String note() {
            return (String) fields.get("note");
        }

        Object request() {
            return fields.get("request");
        }

        /** The parsed answer, or its raw text where it is not JSON. */
        Object response() {
            return fields.containsKey("response") ? fields.get("response") : fields.get("raw");
        }

        Map<String, Object> requestMap() {
            return (Map<String, Object>) request();
        }

        Map<String, Object> responseMap() {
            return (Map<String, Object>) response();
        }

        boolean isHttpLevel() {
            return fields.containsKey("httpStatus");
        }

        int status() {
            return ((Number) fields.get("httpStatus")).intValue();
        }

        @Override
        public String toString() {
            return "#" + index + " " + phase() + ": " + name();
        }
    }

    @SuppressWarnings("unchecked")
    static List<Entry> load() {
        try (InputStream in = Transcripts.class.getResourceAsStream("/vectors/node-transcripts.json")) {
            List<Entry> entries = new ArrayList<>();
            for (Object fields : (List<Object>) Json.parse(in.readAllBytes())) {
                entries.add(new Entry(entries.size(), (Map<String, Object>) fields));
            }
            return entries;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
