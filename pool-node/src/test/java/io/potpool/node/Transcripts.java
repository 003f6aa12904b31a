package io.potpool.node;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The recorded exchanges with a real core-geth. */
final class Transcripts {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Transcripts() {}

    /** One exchange; the body is what came back, or for a notification what was posted. */
    record Exchange(String name, String transport, JsonNode request, byte[] body) {

        String method() {
            return request.path("method").asString("");
        }

        Json json() throws BadValueException {
            return JsonReader.read(body);
        }

        Json result() throws BadValueException {
            return ((Json.Members) json()).get("result");
        }
    }

    static List<Exchange> all() throws Exception {
        List<Exchange> all = new ArrayList<>();
        try (InputStream in = Transcripts.class.getResourceAsStream("/vectors/node-transcripts.json")) {
            for (JsonNode entry : MAPPER.readTree(in)) {
                String body = entry.has("response")
                        ? MAPPER.writeValueAsString(entry.get("response"))
                        : entry.path("raw").asString("");
                all.add(new Exchange(
                        entry.get("name").asString(),
                        entry.get("transport").asString(),
                        entry.get("request"),
                        body.getBytes(StandardCharsets.UTF_8)));
            }
        }
        return all;
    }

    static Exchange named(String name) throws Exception {
        return all().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the first exchange after the one of this name that has this method. */
    static Exchange after(String name, String method) throws Exception {
        List<Exchange> all = all();
        int at = all.indexOf(all.stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst()
                .orElseThrow());
        return all.subList(at + 1, all.size()).stream()
                .filter(entry -> entry.method().equals(method))
                .findFirst()
                .orElseThrow();
    }
}
