package io.potpool.chain;

import static io.potpool.support.Vectors.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.ethash.EthashEpoch;
import io.potpool.support.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class EpochVectorsTest {

    private static final String[] KINDS = {"epoch", "block", "share", "synthetic"};

    private final Vectors vectors = new Vectors("etchash.json");

    @TestFactory
    Stream<DynamicTest> epochOfAHeight() {
        return vectors.tests(EpochVectorsTest::check, KINDS);
    }

    @Test
    void noEntryIsLost() {
        vectors.assertComplete(KINDS);
        assertThat(vectors.ofKind("epoch")).hasSize(47);
    }

    private static void check(JsonNode entry) {
        ChainSpec chain = VectorChains.of(text(entry, "chain"));
        long height = entry.get("block_number").asLong();
        EthashEpoch epoch = chain.epochAt(height);
        assertThat(epoch.number()).isEqualTo(entry.get("dag_epoch").asInt());
        assertThat(epoch.seedRounds()).isEqualTo(entry.get("seed_iterations").asInt());
        assertThat(epoch.seed().toString()).isEqualTo(text(entry, "seed_hash"));
        if (entry.has("epoch_length")) {
            assertThat(chain.epochLength(height))
                    .isEqualTo(entry.get("epoch_length").asLong());
            assertThat(chain.algorithm(height))
                    .isEqualTo(height < entry.get("activation_block").asLong() ? "ethash" : "etchash");
        }
    }
}
