package io.potpool.ethash;

import static io.potpool.ethash.EthashVectorFile.hash;
import static io.potpool.ethash.EthashVectorFile.nonce;
import static io.potpool.ethash.EthashVectorFile.test;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import io.potpool.keccak.Keccak;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class SmallVectorsTest {

    private static final EthashVectorFile FILE = new EthashVectorFile("ethash_small.json");
    private static final EthashEpoch EPOCH = new EthashEpoch(0, 0);

    @Test
    void everyEntryIsACase() {
        assertThat(FILE.entries()).hasSize(FILE.count()).hasSize((int)
                smallVectorHolds().count());
    }

    @TestFactory
    Stream<DynamicTest> smallVectorHolds() {
        return Stream.of(
                        FILE.ofKind("cache").map(e -> test(e, SmallVectorsTest::cache)),
                        FILE.ofKind("dataset").map(e -> test(e, SmallVectorsTest::dataset)),
                        FILE.ofKind("hashimoto").map(e -> test(e, SmallVectorsTest::hashimoto)),
                        FILE.ofKind("dataset_item_128B").map(e -> test(e, SmallVectorsTest::page)),
                        FILE.ofKind("fnv1").map(e -> test(e, SmallVectorsTest::fnv)))
                .flatMap(tests -> tests);
    }

    private static LightCache cacheOf(JsonNode entry) {
        long datasetBytes =
                entry.has("dataset_size") ? entry.get("dataset_size").asLong() : 32_768;
        return LightCache.build(
                EPOCH, hash(entry, "seed"), entry.get("cache_size").asLong(), datasetBytes);
    }

    private static void cache(JsonNode entry) {
        LightCache cache = cacheOf(entry);
        assertThat(CacheBytes.of(cache)).isEqualTo(bytes(entry.get("cache")));
        if (entry.has("dataset_item_0")) {
            assertThat(Arrays.copyOf(CacheBytes.page(cache, 0), 64)).isEqualTo(bytes(entry.get("dataset_item_0")));
        }
    }

    private static void dataset(JsonNode entry) {
        LightCache cache = cacheOf(entry);
        byte[] all = new byte[32_768];
        for (int page = 0; page < cache.pages().divisor(); page++) {
            System.arraycopy(CacheBytes.page(cache, page), 0, all, 128 * page, 128);
        }
        JsonNode first = entry.get("dataset_first_2_items_64B");
        assertThat(Arrays.copyOf(all, 64)).isEqualTo(bytes(first.get(0)));
        assertThat(Arrays.copyOfRange(all, 64, 128)).isEqualTo(bytes(first.get(1)));
        assertThat(Arrays.copyOfRange(all, 511 * 64, 512 * 64)).isEqualTo(bytes(entry.get("dataset_item_511")));
        assertThat(Keccak.keccak256(all)).isEqualTo(bytes(entry.get("dataset_keccak256")));
    }

    private static void hashimoto(JsonNode entry) {
        LightCache cache = cacheOf(entry);
        PowHash expected = new PowHash(hash(entry, "mix_hash"), hash(entry, "final_hash"));
        assertThat(Ethash.hash(cache, hash(entry, "header_hash"), nonce(entry))).isEqualTo(expected);
        Dataset dataset = Dataset.inHeap(cache);
        assertThat(dataset.hash(hash(entry, "header_hash"), nonce(entry))).isEqualTo(expected);
        HashEngine light = HashEngine.plain();
        HashEngine full = new FullEngine(HashEngine.plain(), DatasetsTest.only(dataset));
        for (int size = 1; size <= BatchLimit.MOST; size++) {
            assertThat(inBatch(light, cache.straddling(size % 2 == 0), entry, size))
                    .isEqualTo(expected);
            assertThat(inBatch(full, cache, entry, size)).isEqualTo(expected);
        }
    }

    /** Hashes the entry as the last of a batch of other shares. */
    private static PowHash inBatch(HashEngine engine, LightCache cache, JsonNode entry, int size) {
        ShareBatch batch = new ShareBatch();
        for (int other = 1; other < size; other++) {
            batch.add(new Hash256(other, size, 0, 0), nonce(entry));
        }
        int index = batch.add(hash(entry, "header_hash"), nonce(entry));
        engine.hash(cache, batch);
        return batch.hash(index);
    }

    private static void page(JsonNode entry) {
        int epoch = entry.get("dag_epoch").asInt();
        LightCache cache = SharedCaches.get(new EthashEpoch(epoch, epoch));
        byte[] page = CacheBytes.page(cache, entry.get("index_128B").asInt());
        assertThat(Arrays.copyOf(page, 64)).isEqualTo(bytes(entry.get("hash512_even")));
        assertThat(Arrays.copyOfRange(page, 64, 128)).isEqualTo(bytes(entry.get("hash512_odd")));
    }

    private static void fnv(JsonNode entry) {
        assertThat(Words.fnv(word(entry, "u"), word(entry, "v"))).isEqualTo(word(entry, "result"));
    }

    private static int word(JsonNode entry, String field) {
        return Integer.parseUnsignedInt(entry.get(field).asString().substring(2), 16);
    }

    private static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.asString().substring(2));
    }
}
