package io.potpool.ethash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.simd.VectorItemsProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference vectors of pool-core by the vector engine, with rows that lie on lines and rows that straddle two. */
class ReferenceVectorsTest {

    private static final int[] SIZES = {1, 2, 3, 31, 63, 64};
    private static final List<JsonNode> REAL = Stream.of("ethash.json", "etchash.json")
            .flatMap(ReferenceVectorsTest::hashes)
            .sorted(Comparator.comparingInt(ReferenceVectorsTest::epoch).thenComparingInt(ReferenceVectorsTest::rounds))
            .toList();
    private static final List<JsonNode> SMALL = hashes("ethash_small.json").toList();

    private static Optional<LightCache> current = Optional.empty();

    private final HashEngine engine =
            new BatchEngine(new VectorItemsProvider().create().orElseThrow());

    @BeforeAll
    static void vectorsAreWideEnough() {
        assumeTrue(new VectorItemsProvider().create().isPresent(), "this processor has no vectors of 256 bits or more");
    }

    @Test
    void noVectorIsLeftOut() {
        assertThat(REAL).hasSize(84);
        assertThat(SMALL).hasSize(6);
    }

    @TestFactory
    Stream<DynamicTest> smallVectorHoldsInBatchesOfEverySize() {
        return SMALL.stream()
                .map(entry -> DynamicTest.dynamicTest(name(entry), () -> {
                    LightCache cache = LightCache.build(
                            new EthashEpoch(0, 0),
                            hash(entry, "seed"),
                            entry.get("cache_size").asLong(),
                            entry.get("dataset_size").asLong());
                    check(
                            entry,
                            cache,
                            IntStream.rangeClosed(1, BatchLimit.MOST).toArray());
                }));
    }

    @TestFactory
    Stream<DynamicTest> vectorOfARealEpochHolds() {
        return real(ReferenceVectorsTest::isQuick);
    }

    /** Builds 25 caches, a minute of one processor; the plain engine meets these vectors in every build. */
    @Tag("soak")
    @TestFactory
    Stream<DynamicTest> vectorOfALaterEpochHolds() {
        return real(entry -> !isQuick(entry));
    }

    private static boolean isQuick(JsonNode entry) {
        return epoch(entry) < 50;
    }

    private Stream<DynamicTest> real(Predicate<JsonNode> wanted) {
        return REAL.stream()
                .filter(wanted)
                .map(entry -> DynamicTest.dynamicTest(name(entry), () -> check(entry, real(entry), SIZES)));
    }

    /** Vectors come in the order of their caches, so the last one is all that is kept. */
    private static LightCache real(JsonNode entry) {
        EthashEpoch epoch = new EthashEpoch(epoch(entry), rounds(entry));
        LightCache cache = current.filter(last -> last.epoch().equals(epoch)).orElseGet(() -> LightCache.build(epoch));
        current = Optional.of(cache);
        return cache;
    }

    private void check(JsonNode entry, LightCache cache, int[] sizes) {
        Hash256 header = hash(entry, "header_hash");
        Nonce nonce = Nonce.parse(entry.get("nonce").asString());
        PowHash single = Ethash.hash(cache, header, nonce);
        assertThat(single.result()).isEqualTo(hash(entry, "final_hash"));
        assertThat(single.mix().equals(hash(entry, "mix_hash")))
                .isEqualTo(entry.path("mix_ok").asBoolean(true));
        for (int size : sizes) {
            assertThat(inBatch(cache.straddling(false), header, nonce, size)).isEqualTo(single);
            assertThat(inBatch(cache.straddling(true), header, nonce, size)).isEqualTo(single);
        }
    }

    /** Hashes the share as the last of a batch of others. */
    private PowHash inBatch(LightCache cache, Hash256 header, Nonce nonce, int size) {
        ShareBatch batch = new ShareBatch();
        for (int other = 1; other < size; other++) {
            batch.add(header, new Nonce(nonce.value() + other));
        }
        int index = batch.add(header, nonce);
        engine.hash(cache, batch);
        return batch.hash(index);
    }

    private static Stream<JsonNode> hashes(String file) {
        try (InputStream in = ReferenceVectorsTest.class.getResourceAsStream("/vectors/" + file)) {
            JsonNode root = JsonMapper.shared().readTree(in);
            return StreamSupport.stream(root.get("entries").spliterator(), false)
                    .filter(entry -> entry.has("nonce"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(JsonNode entry) {
        return entry.get("id").asString();
    }

    private static int epoch(JsonNode entry) {
        return entry.get("dag_epoch").asInt();
    }

    private static int rounds(JsonNode entry) {
        return entry.path("seed_iterations").asInt(epoch(entry));
    }

    private static Hash256 hash(JsonNode entry, String field) {
        return Hash256.parse(entry.get(field).asString());
    }
}
