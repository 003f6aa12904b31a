package io.potpool.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The entries of a file of reference vectors. */
public final class Vectors {

    private final JsonNode root;

    public Vectors(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + file)) {
            root = JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<JsonNode> entries() {
        return StreamSupport.stream(root.get("entries").spliterator(), false).toList();
    }

    public List<JsonNode> ofKind(String kind) {
        return entries().stream().filter(e -> text(e, "kind").equals(kind)).toList();
    }

    /** One test for each entry of the kinds. */
    public Stream<DynamicTest> tests(Consumer<JsonNode> check, String... kinds) {
        return entries().stream()
                .filter(e -> List.of(kinds).contains(text(e, "kind")))
                .map(e -> DynamicTest.dynamicTest(text(e, "id"), () -> check.accept(e)));
    }

    /** Fails unless the file holds as many entries as it says, all ids differ, and {@code kinds} cover them all. */
    public void assertComplete(String... kinds) {
        Set<String> ids = new HashSet<>();
        int covered = 0;
        for (JsonNode entry : entries()) {
            ids.add(text(entry, "id"));
            covered += List.of(kinds).contains(text(entry, "kind")) ? 1 : 0;
        }
        assertThat(ids).hasSize(root.get("count").asInt());
        assertThat(covered).isEqualTo(root.get("count").asInt());
    }

    public static String text(JsonNode entry, String field) {
        return entry.get(field).asString();
    }
}
