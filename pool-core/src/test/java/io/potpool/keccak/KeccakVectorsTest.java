package io.potpool.keccak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KeccakVectorsTest {

    private static final JsonNode FILE = read();

    @Test
    void everyEntryIsACase() {
        assertThat(entries("entries")).hasSize(FILE.get("count").asInt()).hasSize((int)
                digestEqualsVector().count());
        assertThat(entries("must_not_equal_nist_sha3"))
                .hasSize((int) digestDiffersFromNistSha3().count());
    }

    @TestFactory
    Stream<DynamicTest> digestEqualsVector() {
        return entries("entries").stream()
                .map(e -> DynamicTest.dynamicTest(id(e), () -> {
                    byte[] input = bytes(e, "input");
                    assertThat(input).hasSize(e.get("length").asInt());
                    assertThat(Keccak.keccak256(input)).isEqualTo(bytes(e, "keccak256"));
                    assertThat(Keccak.keccak512(input)).isEqualTo(bytes(e, "keccak512"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> digestDiffersFromNistSha3() {
        return entries("must_not_equal_nist_sha3").stream()
                .map(e -> DynamicTest.dynamicTest(id(e), () -> {
                    byte[] input = bytes(e, "input");
                    assertThat(Keccak.keccak256(input)).isNotEqualTo(bytes(e, "sha3_256_NIST"));
                    assertThat(Keccak.keccak512(input)).isNotEqualTo(bytes(e, "sha3_512_NIST"));
                }));
    }

    private static List<JsonNode> entries(String list) {
        return StreamSupport.stream(FILE.get(list).spliterator(), false).toList();
    }

    private static String id(JsonNode entry) {
        return entry.get("id").asString();
    }

    private static byte[] bytes(JsonNode entry, String field) {
        return HexFormat.of().parseHex(entry.get(field).asString().substring(2));
    }

    private static JsonNode read() {
        try (InputStream in = KeccakVectorsTest.class.getResourceAsStream("/vectors/keccak.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
