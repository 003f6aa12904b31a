package io.potpool.ethash;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A file of reference vectors, and the values in its entries. */
final class EthashVectorFile {

    private final JsonNode root;

    EthashVectorFile(String name) {
        try (InputStream in = EthashVectorFile.class.getResourceAsStream("/vectors/" + name)) {
            root = JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int count() {
        return root.get("count").asInt();
    }

    List<JsonNode> entries() {
        return list("entries");
    }

    List<JsonNode> list(String name) {
        return StreamSupport.stream(root.get(name).spliterator(), false).toList();
    }

    Stream<JsonNode> ofKind(String kind) {
        return entries().stream().filter(e -> e.get("kind").asString().equals(kind));
    }

    static DynamicTest test(JsonNode entry, Consumer<JsonNode> check) {
        return DynamicTest.dynamicTest(entry.get("id").asString(), () -> check.accept(entry));
    }

    static Hash256 hash(JsonNode entry, String field) {
        return Hash256.parse(entry.get(field).asString());
    }

    static Nonce nonce(JsonNode entry) {
        return Nonce.parse(entry.get("nonce").asString());
    }

    static EthashEpoch epoch(JsonNode entry) {
        return new EthashEpoch(
                entry.get("dag_epoch").asInt(), entry.get("seed_iterations").asInt());
    }
}
