package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.domain.Target;
import io.potpool.keccak.Keccak;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The reference vectors of real epochs: one case for each entry, in the order of their caches. */
class EpochVectorsTest {

    private static final AtomicInteger BATCHES = new AtomicInteger();

    private static final EthashVectorFile ETHASH = new EthashVectorFile("ethash.json");
    private static final EthashVectorFile ETCHASH = new EthashVectorFile("etchash.json");
    private static final EthashVectorFile SIZES = new EthashVectorFile("ethash_sizes.json");

    private static final List<Vector> VECTORS = Stream.of(
                    ETHASH.entries().stream().map(e -> Vector.of("ethash", e)),
                    ETCHASH.entries().stream().map(e -> Vector.of("etchash", e)),
                    ETCHASH.entries().stream().flatMap(EpochVectorsTest::mistakes),
                    SIZES.entries().stream().map(e -> Vector.of("size", e)),
                    SIZES.list("etchash_caches").stream().map(e -> Vector.of("etchash cache", e)),
                    SIZES.list("geth_cache_file_hashes").stream().map(e -> Vector.of("geth file", e)))
            .flatMap(vectors -> vectors)
            .sorted(Comparator.comparingInt((Vector v) -> v.epoch().number())
                    .thenComparingInt(v -> v.epoch().seedRounds()))
            .toList();
    private static final List<EthashEpoch> PLAN = VECTORS.stream()
            .filter(Vector::needsCache)
            .map(Vector::epoch)
            .distinct()
            .toList();

    @Test
    void everyEntryIsACase() {
        assertThat(ETHASH.entries()).hasSize(ETHASH.count());
        assertThat(ETCHASH.entries()).hasSize(ETCHASH.count());
        assertThat(SIZES.entries()).hasSize(SIZES.count());
        int mistakes = 2;
        int files = 3;
        assertThat(SIZES.list("geth_cache_file_hashes")).hasSize(files);
        assertThat(vectorHolds())
                .hasSize(ETHASH.count()
                        + ETCHASH.count()
                        + mistakes
                        + SIZES.count()
                        + SIZES.list("etchash_caches").size()
                        + files);
    }

    @TestFactory
    Stream<DynamicTest> vectorHolds() {
        return VECTORS.stream().map(v -> DynamicTest.dynamicTest(v.name(), () -> check(v)));
    }

    private static Stream<Vector> mistakes(JsonNode entry) {
        return !entry.has("wrong_rule_results")
                ? Stream.of()
                : StreamSupport.stream(entry.get("wrong_rule_results").spliterator(), false)
                        .map(wrong -> Vector.ofMistake(entry, wrong));
    }

    private static void check(Vector vector) {
        JsonNode entry = vector.entry();
        if (entry.has("cache_size")) {
            assertThat(vector.epoch().cacheBytes())
                    .isEqualTo(entry.get("cache_size").asLong());
            assertThat(vector.epoch().datasetBytes())
                    .isEqualTo(entry.get("dataset_size").asLong());
            assertThat(vector.epoch().seed()).isEqualTo(Hash256.parse(text(entry, "seed_hash")));
        }
        checkDigest(entry, "seal_rlp", "header_hash");
        checkDigest(entry, "header_rlp", "block_hash");
        if (vector.needsCache()) {
            LightCache cache = SharedCaches.get(vector.epoch(), PLAN);
            checkCache(cache, entry);
            if (vector.nonce() != null) {
                checkHash(cache, vector);
            }
        }
    }

    private static void checkCache(LightCache cache, JsonNode entry) {
        if (entry.has("cache_keccak256")) {
            assertThat(CacheBytes.keccak256(cache)).isEqualTo(Hash256.parse(text(entry, "cache_keccak256")));
        }
        if (entry.has("geth_cache_file_sha256")) {
            assertThat(CacheBytes.gethFileSha256(cache)).isEqualTo(text(entry, "geth_cache_file_sha256"));
        }
    }

    private static void checkHash(LightCache cache, Vector vector) {
        JsonNode entry = vector.entry();
        PowHash hash = Ethash.hash(cache, vector.header(), vector.nonce());
        assertThat(hash.result()).isEqualTo(Hash256.parse(text(entry, "final_hash")));
        assertThat(Ethash.quickResult(vector.header(), vector.nonce(), hash.mix()))
                .isEqualTo(hash.result());
        assertThat(inBatch(cache, vector.header(), vector.nonce())).isEqualTo(hash);

        boolean mixOk = hash.mix().equals(Hash256.parse(text(entry, "mix_hash")));
        boolean powOk =
                !entry.has("boundary") || new Target(Hash256.parse(text(entry, "boundary"))).isMetBy(hash.result());
        assertThat(mixOk).isEqualTo(entry.path("mix_ok").asBoolean(true));
        assertThat(powOk).isEqualTo(entry.path("pow_ok").asBoolean(true));
        assertThat(mixOk && powOk).isEqualTo(!vector.isNegative());
        if (entry.has("computed_mix_hash")) {
            assertThat(hash.mix()).isEqualTo(Hash256.parse(text(entry, "computed_mix_hash")));
        }
    }

    /** In a batch of another size for each vector, at its end; every other one as if rows straddled lines. */
    private static PowHash inBatch(LightCache cache, Hash256 header, Nonce nonce) {
        int size = 1 + BATCHES.getAndIncrement() % BatchLimit.MOST;
        ShareBatch batch = new ShareBatch();
        for (int other = 1; other < size; other++) {
            batch.add(header, new Nonce(nonce.value() + other));
        }
        int index = batch.add(header, nonce);
        HashEngine.plain().hash(cache.straddling(size % 2 == 0), batch);
        return batch.hash(index);
    }

    private static void checkDigest(JsonNode entry, String content, String digest) {
        if (entry.has(content)) {
            byte[] bytes = HexFormat.of().parseHex(text(entry, content).substring(2));
            assertThat(Hash256.of(Keccak.keccak256(bytes))).isEqualTo(Hash256.parse(text(entry, digest)));
        }
    }

    private static String text(JsonNode entry, String field) {
        return entry.get(field).asString();
    }
}
